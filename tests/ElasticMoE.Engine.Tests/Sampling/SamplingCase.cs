using ElasticMoE.Contracts.Requests;
using ElasticMoE.Engine.Sampling;

namespace ElasticMoE.Engine.Tests.Sampling;

/// <summary>Random logits, options and tokens from a seed; ties, equal rows, zeros of both signs, wide and narrow spreads all come up.</summary>
internal sealed class SamplingCase
{
    private static readonly int[] Sizes = [1, 2, 7, 33, 300, 513, 2048, 5000];

    public SamplingCase(int seed)
    {
        var random = new Random(seed);
        Logits = RandomLogits(random, Sizes[random.Next(Sizes.Length)]);
        Sampleable = new bool[Logits.Length];
        int end = random.Next(3) == 0 ? random.Next(Logits.Length) + 1 : Logits.Length;
        for (int id = 0; id < end; id++)
            Sampleable[id] = random.Next(20) != 0 || id == end - 1;
        Tokens = [.. Enumerable.Range(0, random.Next(1, 60)).Select(_ => random.Next(Logits.Length))];
        PromptLength = random.Next(1, Tokens.Length + 1);
        Options = RandomOptions(random, Logits.Length);
        Seed = (ulong)random.NextInt64();
    }

    public float[] Logits { get; }

    public bool[] Sampleable { get; }

    public int[] Tokens { get; }

    public int PromptLength { get; }

    public SamplingOptions Options { get; }

    public ulong Seed { get; }

    public SamplingContext Context(uint choice) => new()
    {
        Options = Options,
        Tokens = Tokens,
        PromptLength = PromptLength,
        Seed = Seed,
        Choice = choice,
    };

    private static float[] RandomLogits(Random random, int size)
    {
        float spread = (float)Math.Pow(10, random.NextDouble() * 4 - 2);
        int steps = random.Next(4) switch { 0 => 1, 1 => 5, 2 => 200, _ => int.MaxValue };
        float Next() => steps == int.MaxValue ? (random.NextSingle() - 0.5f) * spread : (random.Next(steps) - steps / 2) * spread / steps;
        return [.. Enumerable.Range(0, size).Select(_ => random.Next(40) == 0 ? -0f : Next())];
    }

    private static SamplingOptions RandomOptions(Random random, int size)
    {
        bool Sometimes() => random.Next(3) == 0;
        return new SamplingOptions
        {
            Temperature = random.Next(5) switch { 0 => 0, 1 => 1, 2 => 0.01f, 3 => 100, _ => 0.1f + 2 * random.NextSingle() },
            TopK = Sometimes() ? random.Next(1, size + 10) : Sometimes() ? random.Next(1, 50) : 0,
            TopP = Sometimes() ? random.NextSingle() * 0.999f + 0.001f : 1,
            MinP = Sometimes() ? random.NextSingle() : Sometimes() ? 0.001f : 0,
            RepetitionPenalty = Sometimes() ? 0.5f + random.NextSingle() : 1,
            PresencePenalty = Sometimes() ? random.NextSingle() * 4 - 2 : 0,
            FrequencyPenalty = Sometimes() ? random.NextSingle() * 4 - 2 : 0,
            LogitBias = Sometimes() ? [new(random.Next(size), random.NextSingle() * 20 - 10)] : [],
        };
    }
}
