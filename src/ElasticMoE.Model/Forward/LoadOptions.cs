using ElasticMoE.Kernels;
using ElasticMoE.Model.Packing;

namespace ElasticMoE.Model.Forward;

/// <summary>How a model is loaded.</summary>
public sealed record LoadOptions
{
    /// <summary>The format of the large matrices; null loads every matrix exactly as its file has it.</summary>
    public WeightFormat? Format { get; init; }

    /// <summary>The folder of packed weights; null for `$EMOE_CACHE`, else the user's cache folder.</summary>
    public string? CacheDirectory { get; init; }

    /// <summary>Threads that pack and check weights.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Whether routed experts run here; where they don't, as in a router, their bytes are neither read nor checked.</summary>
    public bool RunsExperts { get; init; } = true;

    /// <summary>Told how long work goes.</summary>
    public IProgress<LoadProgress>? Progress { get; init; }
}
