using ElasticMoE.Kernels;
using ElasticMoE.Model.Packing;
using ElasticMoE.Model.Residency;
using ElasticMoE.Model.Weights;

namespace ElasticMoE.Model.Hosting;

/// <summary>An expert's weights in memory: an immutable snapshot, valid until it is disposed.</summary>
internal sealed unsafe class LoadedExpert(MappedRange range, IReadOnlyDictionary<string, PackedEntry> layout) : IDisposable
{
    public MappedRange Range => range;

    public FeedForwardWeights Weights { get; } = new(Matrix(range, layout["gate"]), Matrix(range, layout["up"]), Matrix(range, layout["down"]))
    {
        GateBias = Vector(range, layout.GetValueOrDefault("gate_bias")),
        UpBias = Vector(range, layout.GetValueOrDefault("up_bias")),
        DownBias = Vector(range, layout.GetValueOrDefault("down_bias")),
    };

    public void Dispose() => range.Dispose();

    private static PackedMatrix Matrix(MappedRange range, PackedEntry entry) => new(entry.Format, entry.Outputs, entry.Inputs, range.Start + entry.Offset);

    private static float[]? Vector(MappedRange range, PackedEntry? entry) =>
        entry is null ? null : new ReadOnlySpan<float>(range.Start + entry.Offset, entry.Outputs).ToArray();
}
