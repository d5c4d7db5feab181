using System.CommandLine;
using ElasticMoE.Contracts;
using ElasticMoE.Node.CommandLine;
using ElasticMoE.Node.Inspection;
using ElasticMoE.Node.Output;
using ElasticMoE.Node.Reports;

namespace ElasticMoE.Node.Commands.Models;

/// <summary>`emoe model inspect`: what a checkpoint is and what it costs, without reading its weights.</summary>
internal static class InspectCommand
{
    public static Command Create(CommandHost host)
    {
        var directory = new Argument<string>("DIR") { Description = "The checkpoint's folder." };
        Option<string> output = OutputOption.Create();
        var command = new Command("inspect", "Show a checkpoint's architecture, size and cost per token.") { directory, output };
        host.Bind(command, (parsed, context) => Run(parsed.GetRequiredValue(directory), OutputOption.Read(parsed, output), context));
        return command;
    }

    private static ExitCode Run(string directory, OutputFormat format, CommandContext context)
    {
        ModelReport report = ModelInspector.Describe(directory);
        OutputWriter.Write(context.Console.Out, format, report, NodeJson.Indented.ModelReport, r => new ModelPage(r, context.Console.OutPalette).Write(context.Console.Out));
        return ExitCode.Ok;
    }
}
