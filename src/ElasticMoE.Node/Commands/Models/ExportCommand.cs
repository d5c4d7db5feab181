using System.CommandLine;
using ElasticMoE.Contracts;
using ElasticMoE.Model.Export;
using ElasticMoE.Node.CommandLine;
using ElasticMoE.Node.Inspection;
using ElasticMoE.Node.Loading;
using ElasticMoE.Node.Output;

namespace ElasticMoE.Node.Commands.Models;

/// <summary>`emoe model export`: writes a checkpoint as a GGUF file, for llama.cpp and whatever else reads them.</summary>
internal static class ExportCommand
{
    private static readonly Dictionary<string, ExportType> s_types = new()
    {
        ["f32"] = ExportType.F32,
        ["bf16"] = ExportType.Bf16,
        ["q8_0"] = ExportType.Q8,
        ["q4_0"] = ExportType.Q4,
    };

    public static Command Create(CommandHost host)
    {
        var directory = new Argument<string>("DIR") { Description = "The checkpoint's folder." };
        Option<string> format = new Option<string>("--format") { Description = "The kind of file; gguf is the one there is.", DefaultValueFactory = _ => "gguf" }.AcceptOnlyFromAmong("gguf");
        Option<string> type = new Option<string>("--type")
        {
            Description = "What large matrices are stored as; with q4_0 the head is stored in 6 bits.",
            HelpName = string.Join('|', s_types.Keys),
            DefaultValueFactory = _ => "bf16",
        }.AcceptOnlyFromAmong([.. s_types.Keys]);
        var pre = new Option<string?>("--pre") { Description = "The pre-tokenizer that llama.cpp is to use, where it has none like the model's." };
        var output = new Option<string>("-o", "--output") { Description = "The file to write; an older one is replaced.", HelpName = "FILE", Required = true };
        var command = new Command("export", "Write a checkpoint as one file for other programs.") { directory, format, type, pre, output };
        host.Bind(command, (parsed, context) =>
        {
            var options = new ExportOptions { Type = s_types[parsed.GetRequiredValue(type)], PreTokenizer = parsed.GetValue(pre) };
            Export(parsed.GetRequiredValue(directory), parsed.GetRequiredValue(output), options, context);
            return ExitCode.Ok;
        });
        return command;
    }

    private static void Export(string directory, string path, ExportOptions options, CommandContext context)
    {
        var remarks = new List<string>();
        using (var progress = new LoadProgressLine(context, $"{ModelWords.Name(directory)} to {Path.GetFileName(path)}"))
            GgufExporter.Write(directory, path, options with { Progress = progress }, remarks.Add);
        foreach (string remark in remarks)
            context.Console.Error.WriteLine($"emoe: {remark}");
        context.Console.Out.WriteLine($"{path}: {Figures.Bytes(new FileInfo(path).Length)}");
    }
}
