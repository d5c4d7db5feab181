using ElasticMoE.Kernels;
using ElasticMoE.Model.Packing;
using ElasticMoE.Model.Residency;
using ElasticMoE.Model.Weights;

namespace ElasticMoE.Model.Hosting;

/// <summary>An expert's weights in memory: an immutable snapshot, valid until it is disposed.</summary>
internal sealed unsafe class LoadedExpert(MappedRange range, IReadOnlyDictionary<string, PackedEntry> layout) : IDisposable
{
    public MappedRange Range => range;

    public FeedForwardWeights Weights { get; } = Bind(range.Start, layout);

    /// <summary>Views into packed bytes, which have to stay where they are.</summary>
    public static FeedForwardWeights Bind(byte* start, IReadOnlyDictionary<string, PackedEntry> layout) =>
        new(Matrix(start, layout["gate"]), Matrix(start, layout["up"]), Matrix(start, layout["down"]))
        {
            GateBias = Vector(start, layout.GetValueOrDefault("gate_bias")),
            UpBias = Vector(start, layout.GetValueOrDefault("up_bias")),
            DownBias = Vector(start, layout.GetValueOrDefault("down_bias")),
        };

    public void Dispose() => range.Dispose();

    private static PackedMatrix Matrix(byte* start, PackedEntry entry) => new(entry.Format, entry.Outputs, entry.Inputs, start + entry.Offset);

    private static float[]? Vector(byte* start, PackedEntry? entry) =>
        entry is null ? null : new ReadOnlySpan<float>(start + entry.Offset, entry.Outputs).ToArray();
}
