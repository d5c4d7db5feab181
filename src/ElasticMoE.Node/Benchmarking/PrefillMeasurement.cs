using ElasticMoE.Node.Measurement;

namespace ElasticMoE.Node.Benchmarking;

/// <summary>One prompt in one step, up to its first token, through the engine.</summary>
internal sealed class PrefillMeasurement(Engine.Engine engine, BenchPrompts prompts, int promptTokens, TimeProvider clock) : IMeasurement
{
    public string Name => $"prefill of {promptTokens}";

    /// <summary>Prompt tokens per second.</summary>
    public double Measure()
    {
        engine.Submit(prompts.Next(promptTokens, 1));
        long started = clock.GetTimestamp();
        while (engine.HasWork)
            engine.Step();
        return promptTokens / clock.GetElapsedTime(started).TotalSeconds;
    }
}
