using System.CommandLine;
using ElasticMoE.Contracts;
using ElasticMoE.Node.Benchmarking;
using ElasticMoE.Node.Benchmarking.Serving;
using ElasticMoE.Node.CommandLine;
using ElasticMoE.Node.Machine;

namespace ElasticMoE.Node.Commands;

/// <summary>`emoe bench serve`: what clients get of a served model, one at a time and many at once.</summary>
internal static class BenchServeCommand
{
    private const int StreamsMax = 64;

    public static Command Create(CommandHost host)
    {
        var model = new BenchModelSet();
        var streams = new Option<int[]>("--streams") { DefaultValueFactory = _ => [1, 8, 32], AllowMultipleArgumentsPerToken = true, Description = "Numbers of streams at a time, in turns." };
        var rounds = new Option<int>("--rounds") { DefaultValueFactory = _ => 5, Description = "Rounds that count." };
        var prompt = new Option<int>("--prompt-tokens") { DefaultValueFactory = _ => 16, Description = "Tokens of each prompt." };
        var output = new Option<int>("--tokens") { DefaultValueFactory = _ => 48, Description = "Tokens of each answer." };
        var json = new Option<bool>("--json") { Description = "Print one JSON object of figures as the last line." };
        var command = new Command("serve", "Measure a served model over HTTP: requests and tokens a second, times to and between tokens.") { streams, rounds, prompt, output, json };
        model.AddTo(command);
        host.Bind(command, (parsed, context) =>
        {
            int[] numbers = [.. parsed.GetValue(streams)!.Select(number => OptionRange.Check("--streams", number, 1, StreamsMax)).Distinct()];
            var options = new ServeBenchOptions(
                model.Read(parsed, context),
                numbers,
                OptionRange.Check("--rounds", parsed.GetValue(rounds), 1, 1000),
                OptionRange.Check("--prompt-tokens", parsed.GetValue(prompt), 1, 4096),
                OptionRange.Check("--tokens", parsed.GetValue(output), 1, 4096));
            context.Say($"{MachineInfo.Read()}; {options.Rounds} rounds, in turns; server and clients in one process");
            BenchFigures.Write(new ServeBench(options, context).Run(), parsed.GetValue(json), context);
            return ExitCode.Ok;
        });
        return command;
    }
}
