using System.CommandLine;
using ElasticMoE.Contracts;
using ElasticMoE.Model.Packing;
using ElasticMoE.Model.Sources;
using ElasticMoE.Node.CommandLine;
using ElasticMoE.Node.Inspection;
using ElasticMoE.Node.Loading;
using ElasticMoE.Node.Machine;
using ElasticMoE.Node.Output;
using ElasticMoE.Node.Reports;

namespace ElasticMoE.Node.Commands.Models;

/// <summary>`emoe model quantize`: packs a checkpoint into a new folder, its large matrices in 8 or 4 bits.</summary>
internal static class QuantizeCommand
{
    private static readonly string[] s_formats = ["q8", "q4"];

    public static Command Create(CommandHost host)
    {
        var source = new Argument<string>("DIR") { Description = "The checkpoint's folder." };
        var target = new Argument<string>("OUT") { Description = "The folder to write; must not exist." };
        Option<string> format = new Option<string>("--format")
        {
            Description = "How large matrices are held: q8 (8 bits a weight) or q4 (4 bits), in blocks of 32 with a scale.",
            HelpName = "q8|q4",
            Required = true,
        }.AcceptOnlyFromAmong(s_formats);
        Option<string> output = OutputOption.Create();
        var command = new Command("quantize", "Write a checkpoint with 8 or 4 bits a weight, packed and ready to load.") { source, target, format, output };
        host.Bind(command, (parsed, context) =>
        {
            QuantizeReport report = Quantize(parsed.GetRequiredValue(source), parsed.GetRequiredValue(target), parsed.GetRequiredValue(format), context);
            OutputWriter.Write(context.Console.Out, OutputOption.Read(parsed, output), report, NodeJson.Indented.QuantizeReport, r => context.Console.Out.WriteLine(Line(r)));
            return ExitCode.Ok;
        });
        return command;
    }

    private static QuantizeReport Quantize(string directory, string target, string format, CommandContext context)
    {
        if (PackedCheckpoint.Exists(directory))
            throw new InputException(directory, "its weights are packed already; quantize the checkpoint they were made from");
        long start = context.Clock.GetTimestamp();
        using ModelSource source = ModelSource.Open(directory);
        using (var progress = new LoadProgressLine(context, $"{ModelWords.Name(directory)} to {format}"))
            PackedCheckpoint.Write(source, target, FormatOption.Parse(format)!.Value, ComputeThreads.Count(), progress);
        long sourceBytes = source.Files.Sum(file => file.Bytes), packedBytes = PackedCheckpoint.Describe(target).Weights.Bytes;
        return new QuantizeReport(
            ModelWords.Name(directory), target, format, sourceBytes, packedBytes, (double)sourceBytes / packedBytes, context.Clock.GetElapsedTime(start).TotalSeconds);
    }

    /// <summary>"models/mini-q8: q8, 21.0 MiB → 11.4 MiB (1.84× smaller) in 0.52 s".</summary>
    private static string Line(QuantizeReport report) =>
        $"{report.Target}: {report.Format}, {Figures.Bytes(report.SourceBytes)} → {Figures.Bytes(report.PackedBytes)} "
        + $"({Figures.Fixed(report.Ratio, 2)}× smaller) in {Figures.Duration(TimeSpan.FromSeconds(report.ElapsedSeconds))}";
}
