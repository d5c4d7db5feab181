using System.CommandLine;
using System.Globalization;
using ElasticMoE.Contracts;
using ElasticMoE.Kernels.Threads;
using ElasticMoE.Model.Forward;
using ElasticMoE.Node.Benchmarking;
using ElasticMoE.Node.CommandLine;
using ElasticMoE.Node.Machine;

namespace ElasticMoE.Node.Commands;

/// <summary>`emoe bench rates`: one line "name value" for each thing asked for, as `bench/compare.sh` reads them of either program.</summary>
internal static class BenchRatesCommand
{
    public static Command Create(CommandHost host)
    {
        var directory = new Argument<string>("DIR") { Description = "The checkpoint's folder, or a GGUF file." };
        var what = new Argument<string[]>("WHAT") { Arity = ArgumentArity.OneOrMore, Description = "load (seconds), resident (bytes), decode:BATCH[:DEPTH] and prefill:TOKENS (tokens per second), bandwidth (bytes per second), peak (multiplications and additions per second), active (bytes of matrices a token is multiplied with), operations:TOKENS (of a prompt)." };
        var rounds = new Option<int>("--rounds") { DefaultValueFactory = _ => 1, Description = "Rounds that count; the best is told." };
        var command = new Command("rates", "Measure a model, one line for each thing asked for.") { directory, what, rounds };
        host.Bind(command, (parsed, context) =>
        {
            int count = parsed.GetValue(rounds) is >= 1 and <= 1000 and var given ? given : throw new InputException("--rounds", "is outside 1…1000", ExitCode.Usage);
            Run(parsed.GetRequiredValue(directory), parsed.GetRequiredValue(what), count, context);
            return ExitCode.Ok;
        });
        return command;
    }

    private static void Run(string directory, string[] what, int rounds, CommandContext context)
    {
        using var pool = new ComputePool(ComputeThreads.Count());
        long started = context.Clock.GetTimestamp();
        using LanguageModel model = LanguageModel.Load(directory, new LoadOptions { Threads = pool.Threads });
        var bench = new RateBench(model, pool, context.Clock);
        bench.Touch();
        double loadSeconds = context.Clock.GetElapsedTime(started).TotalSeconds;
        foreach (string name in what)
        {
            double value = name switch
            {
                "load" => loadSeconds,
                "resident" => Environment.WorkingSet,
                _ => bench.Measure(name, rounds, context.Cancelled),
            };
            context.Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name} {value:F4}"));
            context.Console.Out.Flush();
        }
    }
}
