using System.Collections.Concurrent;

namespace ElasticMoE.Simulation.Runs;

/// <summary>Runs many histories, on all cores: each is on one thread, and none knows of another.</summary>
public static class HistoryBatch
{
    /// <summary>Runs seeds from the options' own on.</summary>
    /// <param name="options">Everything but the seed is the same for all.</param>
    /// <param name="seeds">How many.</param>
    /// <param name="cancelled">Ends the run.</param>
    /// <param name="each">Is told of each history that was recorded, one at a time.</param>
    /// <returns>Histories that broke a promise, in any order.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static IReadOnlyCollection<SimulationOutcome> Run(SimulationOptions options, int seeds, CancellationToken cancelled, Action<SimulationOutcome> each)
    {
        var failed = new ConcurrentQueue<SimulationOutcome>();
        Lock gate = new();
        Parallel.For(0L, seeds, new ParallelOptions { CancellationToken = cancelled, MaxDegreeOfParallelism = Environment.ProcessorCount }, index =>
        {
            SimulationOutcome outcome = HistoryRunner.Run(options with { Seed = options.Seed + index });
            if (outcome.Violation is not null)
                failed.Enqueue(outcome);
            if (!options.IsRecording)
                return;
            lock (gate)
                each(outcome);
        });
        return failed;
    }
}
