using ElasticMoE.Model.Packing;

namespace ElasticMoE.Model.Export;

/// <summary>How a checkpoint is exported.</summary>
public sealed record ExportOptions
{
    /// <summary>What the large matrices are stored as.</summary>
    public ExportType Type { get; init; } = ExportType.Bf16;

    /// <summary>The name of the pre-tokenizer, where the tokenizer's own is none that llama.cpp knows; null to leave the vocabulary out then.</summary>
    public string? PreTokenizer { get; init; }

    /// <summary>Told how far the writing is.</summary>
    public IProgress<LoadProgress>? Progress { get; init; }
}
