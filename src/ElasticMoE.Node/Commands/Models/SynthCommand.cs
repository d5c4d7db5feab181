using System.CommandLine;
using ElasticMoE.Contracts;
using ElasticMoE.Model.Synthesis;
using ElasticMoE.Node.CommandLine;
using ElasticMoE.Node.Loading;
using ElasticMoE.Node.Output;
using ElasticMoE.Node.Terminal;

namespace ElasticMoE.Node.Commands.Models;

/// <summary>`emoe model synth`: writes a random-weight model of any shape.</summary>
internal static class SynthCommand
{
    public static Command Create(CommandHost host)
    {
        var directory = new Argument<string>("DIR") { Description = "The folder to write; new or empty." };
        var seed = new Option<ulong>("--seed") { Description = "The same seed gives the same bytes." };
        var shape = new ShapeOptions();
        var command = new Command("synth", "Write a model of any shape with random weights.") { directory, seed };
        shape.AddTo(command);
        host.Bind(command, (parsed, context) => Run(parsed.GetRequiredValue(directory), shape.Read(parsed), parsed.GetValue(seed), context));
        return command;
    }

    private static ExitCode Run(string directory, SynthShape shape, ulong seed, CommandContext context)
    {
        long bytes = ModelSynthesizer.WeightBytes(shape);
        using (var line = new ProgressLine(context.Console, context.Clock, "writing"))
        {
            ModelSynthesizer.Write(directory, shape, new SynthOptions { Seed = seed, Progress = new SynthesisLine(line, context.Cancelled) });
        }
        context.Console.Out.WriteLine($"{directory}: {shape.ModelType}, {Figures.Bytes(bytes)} of weights");
        return ExitCode.Ok;
    }
}
