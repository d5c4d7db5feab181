using System.CommandLine;
using ElasticMoE.Contracts;
using ElasticMoE.Kernels;
using ElasticMoE.Kernels.Threads;
using ElasticMoE.Model.Forward;
using ElasticMoE.Model.Packing;
using ElasticMoE.Model.Verification;
using ElasticMoE.Node.CommandLine;
using ElasticMoE.Node.Inspection;
using ElasticMoE.Node.Loading;
using ElasticMoE.Node.Machine;
using ElasticMoE.Node.Output;
using ElasticMoE.Node.Reports;

namespace ElasticMoE.Node.Commands.Models;

/// <summary>`emoe model bits`: hashes of what models compute in each format, by which two machines are compared.</summary>
internal static class BitsCommand
{
    private static readonly WeightFormat?[] s_formats = [null, WeightFormat.Q8, WeightFormat.Q4];

    public static Command Create(CommandHost host)
    {
        Argument<string[]> directories = VerifyCommand.Directories;
        Option<string> output = OutputOption.Create();
        var command = new Command("bits", "Show hashes of the bits that models compute, equal on every machine.") { directories, output };
        host.Bind(command, (parsed, context) => Run(parsed.GetRequiredValue(directories), OutputOption.Read(parsed, output), context));
        return command;
    }

    private static ExitCode Run(string[] directories, OutputFormat format, CommandContext context)
    {
        using var pool = new ComputePool(ComputeThreads.Count());
        var hashes = new SortedDictionary<string, string>(StringComparer.Ordinal);
        bool namesDiffer = directories.Select(ModelWords.Name).Distinct().Count() == directories.Length;
        foreach (string directory in directories)
            foreach (WeightFormat? weights in PackedCheckpoint.Exists(directory) ? [null] : s_formats)
                hashes[$"{(namesDiffer ? ModelWords.Name(directory) : directory)}/{FormatOption.Name(weights)}"] = Hash(directory, weights, pool, context);
        var report = new BitsReport(MachineInfo.Read().Vectors, InstructionSets.Supported(), hashes);
        OutputWriter.Write(context.Console.Out, format, report, NodeJson.Indented.BitsReport, r =>
        {
            foreach ((string name, string hash) in r.Hashes)
                context.Console.Out.WriteLine($"{hash}  {name}");
        });
        return ExitCode.Ok;
    }

    private static string Hash(string directory, WeightFormat? weights, ComputePool pool, CommandContext context)
    {
        using var progress = new LoadProgressLine(context, directory);
        using LanguageModel model = LanguageModel.Load(directory, new LoadOptions { Format = weights, Threads = pool.Threads, Progress = progress });
        return ModelBits.Of(model, pool);
    }
}
