using System.CommandLine;
using ElasticMoE.Contracts;
using ElasticMoE.Model.Forward;
using ElasticMoE.Model.Hosting;
using ElasticMoE.Node.CommandLine;
using ElasticMoE.Node.Loading;
using ElasticMoE.Node.Output;

namespace ElasticMoE.Node.Commands.Models;

/// <summary>`emoe model manifest`: writes what a node has to know of a model, without weights.</summary>
internal static class ManifestCommand
{
    public static Command Create(CommandHost host)
    {
        var directory = new Argument<string>("DIR") { Description = "The checkpoint's folder." };
        var target = new Argument<string>("OUT") { Description = "The folder to write; new or empty." };
        Option<string?> format = FormatOption.Create();
        var command = new Command("manifest", "Write a model's manifest: all that a node needs whose experts come from elsewhere.") { directory, target, format };
        host.Bind(command, (parsed, context) =>
        {
            ModelManifest manifest = ModelManifest.Open(parsed.GetRequiredValue(directory), new LoadOptions { Format = FormatOption.Parse(parsed.GetValue(format)) });
            manifest.Write(parsed.GetRequiredValue(target));
            long bytes = manifest.ExpertsPerLayer.Zip(manifest.BytesPerLayer, (experts, each) => experts * each).Sum();
            context.Console.Out.WriteLine($"{parsed.GetRequiredValue(target)}: {manifest.ExpertsPerLayer.Sum()} experts, {Figures.Bytes(bytes)}");
            return ExitCode.Ok;
        });
        return command;
    }
}
