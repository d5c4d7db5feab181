using System.CommandLine;
using System.Globalization;
using ElasticMoE.Contracts;
using ElasticMoE.Kernels.Threads;
using ElasticMoE.Model.Forward;
using ElasticMoE.Model.Steps;
using ElasticMoE.Model.Verification;
using ElasticMoE.Node.CommandLine;
using ElasticMoE.Node.Inspection;
using ElasticMoE.Node.Loading;
using ElasticMoE.Node.Machine;

namespace ElasticMoE.Node.Commands.Models;

/// <summary>`emoe model continue`: the best ids behind given ones, and how far each is ahead, to compare with what other programs compute.</summary>
internal static class ContinueCommand
{
    private const int CountDefault = 32, CountMax = 4096;

    public static Command Create(CommandHost host)
    {
        var directory = new Argument<string>("DIR") { Description = "The checkpoint's folder, or a GGUF file." };
        var ids = new Argument<int[]>("ID") { Arity = ArgumentArity.OneOrMore, Description = "The ids to continue." };
        var count = new Option<int>("-n") { DefaultValueFactory = _ => CountDefault, Description = "How many ids." };
        var command = new Command("continue", "Continue token ids greedily, with each one's margin to the second best.") { directory, ids, count };
        host.Bind(command, (parsed, context) =>
        {
            int wanted = parsed.GetValue(count);
            if (wanted is < 1 or > CountMax)
                throw new InputException("-n", $"{wanted} is outside 1…{CountMax}", ExitCode.Usage);
            using var pool = new ComputePool(ComputeThreads.Count());
            using LanguageModel model = Load(parsed.GetRequiredValue(directory), pool.Threads, context);
            Continue(model, pool, parsed.GetRequiredValue(ids), wanted, context);
            return ExitCode.Ok;
        });
        return command;
    }

    private static LanguageModel Load(string directory, int threads, CommandContext context)
    {
        using var progress = new LoadProgressLine(context, ModelWords.Name(directory));
        return LanguageModel.Load(directory, new LoadOptions { Threads = threads, Progress = progress });
    }

    private static void Continue(LanguageModel model, ComputePool pool, int[] ids, int count, CommandContext context)
    {
        if (Array.Find(ids, id => (uint)id >= (uint)model.Config.VocabularySize) is not 0 and var unknown)
            throw new InputException("ID", $"{unknown} is no id of this model, which has {model.Config.VocabularySize}", ExitCode.Usage);
        using var run = new SequenceRun(model, pool, ids.Length + count);
        run.Step(ids, LogitRows.Last);
        for (int i = 0; i < count; i++)
        {
            (int best, float margin) = Best(run.Pass.Logits(run.Pass.LogitCount - 1));
            context.Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{best} {margin:F6}"));
            context.Cancelled.ThrowIfCancellationRequested();
            if (i + 1 < count)
                run.Step([best], LogitRows.Last);
        }
    }

    private static (int Best, float Margin) Best(ReadOnlySpan<float> logits)
    {
        int best = 0;
        float second = float.NegativeInfinity;
        for (int i = 1; i < logits.Length; i++)
        {
            if (logits[i] > logits[best])
                (best, second) = (i, logits[best]);
            else if (logits[i] > second)
                second = logits[i];
        }
        return (best, logits[best] - second);
    }
}
