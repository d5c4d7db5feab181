using System.CommandLine;
using System.Text.Json;
using ElasticMoE.Contracts;
using ElasticMoE.Node.CommandLine;
using ElasticMoE.Node.Evaluation;
using ElasticMoE.Node.Generation;
using ElasticMoE.Node.Inspection;
using ElasticMoE.Node.Loading;
using ElasticMoE.Node.Reports;
using ElasticMoE.Node.Terminal;

namespace ElasticMoE.Node.Commands.Models;

/// <summary>`emoe model eval`: how many cases a model answers exactly, and whether it reproduces the reference's continuations.</summary>
internal sealed class EvalCommand
{
    private const string GoldenName = "golden.jsonl";

    private readonly Argument<string> _directory = new("DIR") { Description = "The checkpoint's folder." };
    private readonly Option<string?> _cases = new("--cases") { Description = $"The cases; by default {EvalCase.FileName} in the folder.", HelpName = "FILE" };
    private readonly Option<string?> _format = FormatOption.Create();
    private readonly Option<string[]> _updates = UpdateOption.Create();
    private readonly Option<string[]> _pruned = PruneOption.Create();
    private readonly Option<bool> _failures = new("--failures") { Description = "Show the answers that are not exact, on standard error." };
    private readonly GateOptionSet _gate = new();
    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON object as the last line." };

    public static Command Create(CommandHost host)
    {
        var self = new EvalCommand();
        var command = new Command("eval", "Count exact answers per domain, and compare continuations with the reference's.")
        {
            self._directory, self._cases, self._format, self._updates, self._pruned, self._failures, self._json,
        };
        self._gate.AddTo(command);
        host.Bind(command, self.Run);
        return command;
    }

    private ExitCode Run(ParseResult parsed, CommandContext context)
    {
        var options = new ModelOptions(parsed.GetRequiredValue(_directory), FormatOption.Read(parsed, _format))
        {
            Updates = UpdateOption.Read(parsed, _updates), Pruned = PruneOption.Read(parsed, _pruned),
        };
        List<EvalCase> cases = JsonLines.Read(parsed.GetValue(_cases) ?? Path.Combine(options.Directory, EvalCase.FileName), EvaluationJson.Default.EvalCase);
        List<GoldenCase> golden = ReadGolden(Path.Combine(options.Directory, GoldenName));
        using ModelSession session = ModelSession.Open(options, context);
        var evaluation = new ModelEvaluation(session, context.Clock) { Gate = _gate.Read(parsed) };
        EvalReport report = Evaluate(options, evaluation, (cases, golden), context, parsed.GetValue(_failures));
        new EvalPage(report, context.Console.OutPalette).Write(context.Console.Out);
        if (parsed.GetValue(_json))
            context.Console.Out.WriteLine(JsonSerializer.Serialize(report, NodeJson.OneLine.EvalReport));
        return ExitCode.Ok;
    }

    private static EvalReport Evaluate(
        ModelOptions options, ModelEvaluation evaluation, (List<EvalCase> Cases, List<GoldenCase> Golden) data, CommandContext context, bool showFailures)
    {
        using var line = new ProgressLine(context.Console, context.Clock, "evaluating");
        int total = data.Cases.Count + (evaluation.Gate.IsOff ? data.Golden.Count : 0);
        long started = context.Clock.GetTimestamp();
        evaluation.OnFinished = done => line.Report((double)done / total, $"{done} of {total} answers");
        (EvalCase Case, string Text)[] answers = [.. data.Cases.Zip(evaluation.Answer(data.Cases, context.Cancelled))];
        IReadOnlyList<bool> equal = data.Golden.Count == 0 || !evaluation.Gate.IsOff ? [] : evaluation.Reproduce(data.Golden, context.Cancelled);
        line.Dispose();
        if (showFailures)
            ShowFailures(answers, context);
        return new EvalReport(
            ModelWords.Name(options.Directory),
            FormatOption.Name(options.Format),
            ExactTally.Total(answers),
            ExactTally.Total(answers.Where(answer => answer.Case.HeldOut)),
            ExactTally.PerDomain(answers),
            ExactTally.PerDomain(answers.Where(answer => answer.Case.HeldOut)),
            equal.Count == 0 ? null : new GoldenCount(equal.Count, equal.Count(e => e)),
            evaluation.OutputTokens,
            context.Clock.GetElapsedTime(started).TotalSeconds);
    }

    /// <summary>A folder without reference continuations is evaluated all the same.</summary>
    private static List<GoldenCase> ReadGolden(string path) => File.Exists(path) ? JsonLines.Read(path, EvaluationJson.Default.GoldenCase) : [];

    private static void ShowFailures((EvalCase Case, string Text)[] answers, CommandContext context)
    {
        foreach ((EvalCase wrong, string text) in answers.Where(answer => !answer.Case.IsExact(answer.Text)))
        {
            context.Say($"{wrong.Domain}: {TextWrap.Printable(wrong.Messages[^1].Content)}");
            context.Say($"  answered: {TextWrap.Printable(text)}");
            context.Say($"  expected: {TextWrap.Printable(wrong.Contains is { } parts ? string.Join(" … ", parts) : wrong.Answer)}");
        }
    }
}
