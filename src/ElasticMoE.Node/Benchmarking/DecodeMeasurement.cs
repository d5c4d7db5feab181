using ElasticMoE.Engine.Requests;
using ElasticMoE.Node.Measurement;

namespace ElasticMoE.Node.Benchmarking;

/// <summary>Steady decoding of some sequences together, through the engine: schedule, forward, sample, emit.</summary>
internal sealed class DecodeMeasurement(Engine.Engine engine, BenchPrompts prompts, int sequences, TimeProvider clock, int promptTokens = DecodeMeasurement.ShortPrompt) : IMeasurement
{
    /// <summary>Tokens before those that are measured, where nothing else is asked for.</summary>
    public const int ShortPrompt = 32;

    private const int WarmSteps = 8;
    private const int Steps = 16;

    /// <summary>More than is measured: the first sequences go on while the others' prompts are computed.</summary>
    private const int OutputMax = ShortPrompt + WarmSteps + Steps * 2;

    public string Name => $"decode, {sequences} at once";

    /// <summary>Bytes allocated on any thread in the round that allocated least, over all its steps.</summary>
    public long AllocatedBytesMin { get; private set; } = long.MaxValue;

    /// <summary>Tokens per second, all sequences together.</summary>
    public double Measure()
    {
        SequenceId[] ids = [.. Enumerable.Range(0, sequences).Select(_ => engine.Submit(prompts.Next(promptTokens, OutputMax)))];
        int running = 0;
        while (running < sequences)
            running += engine.Step().Tokens.Length;
        for (int i = 0; i < WarmSteps; i++)
            engine.Step();
        long allocated = GC.GetTotalAllocatedBytes(precise: true);
        long started = clock.GetTimestamp();
        int tokens = 0;
        for (int i = 0; i < Steps; i++)
            tokens += engine.Step().Tokens.Length;
        double seconds = clock.GetElapsedTime(started).TotalSeconds;
        AllocatedBytesMin = Math.Min(AllocatedBytesMin, GC.GetTotalAllocatedBytes(precise: true) - allocated);
        Array.ForEach(ids, id => engine.Cancel(id));
        engine.Step();
        return tokens / seconds;
    }
}
