using System.Text.Json;

namespace ElasticMoE.Model.Configuration;

/// <summary>One family of models: the fields its `config.json` has, what they are when absent, and what is fixed by the architecture.</summary>
internal sealed record Family
{
    /// <summary>`model_type`.</summary>
    public required string ModelType { get; init; }

    /// <summary>Values of absent fields, as the reference's configuration class has them.</summary>
    public required JsonElement Defaults { get; init; }

    /// <summary>Multi-head latent attention; grouped-query otherwise.</summary>
    public bool Latent { get; init; }

    /// <summary>Epsilon of the latents' norms where it is fixed; `rms_norm_eps` otherwise.</summary>
    public float? LatentNormEpsilon { get; init; }

    /// <summary>Whether the score's scale includes the square of yarn's mscale.</summary>
    public bool ScalesByMscale { get; init; }

    /// <summary>The flag for biases of the input projections; none without it.</summary>
    public string? InputBiasField { get; init; }

    /// <summary>The flag for the output projection's bias; none without it.</summary>
    public string? OutputBiasField { get; init; }

    /// <summary>Norm of queries and keys.</summary>
    public QueryKeyNorm QueryKeyNorm { get; init; }

    /// <summary>The flag that switches that norm on; always on without it.</summary>
    public string? QueryKeyNormField { get; init; }

    /// <summary>Whether heads have sinks.</summary>
    public bool Sinks { get; init; }

    /// <summary>Whether rotated pairs are neighbours; null where `rope_interleave` says it.</summary>
    public bool? RopeInterleaved { get; init; } = false;

    /// <summary>Layers with a sliding window.</summary>
    public WindowRule Window { get; init; }

    /// <summary>Layers without experts.</summary>
    public DenseRule Dense { get; init; }

    /// <summary>The name that published files give to the number of experts.</summary>
    public string ExpertCountField { get; init; } = "num_experts";

    /// <summary>The field with the width of an expert.</summary>
    public string ExpertWidthField { get; init; } = "moe_intermediate_size";

    /// <summary>The field with the width of one shared expert; none without it.</summary>
    public string? SharedWidthField { get; init; }

    /// <summary>The field with the number of shared experts; one without it.</summary>
    public string? SharedCountField { get; init; }

    /// <summary>Whether the shared expert has a gate of its own.</summary>
    public bool SharedGated { get; init; }

    /// <summary>How logits become weights.</summary>
    public RouterScoring Scoring { get; init; }

    /// <summary>The accepted values of `topk_method`, each with whether it limits the groups; empty where the field does not exist.</summary>
    public IReadOnlyDictionary<string, bool> TopKMethods { get; init; } = new Dictionary<string, bool>();

    /// <summary>How groups are scored, where the family has them.</summary>
    public GroupScore? GroupScore { get; init; }

    /// <summary>Whether weights are divided by their sum.</summary>
    public RenormaliseRule Renormalise { get; init; }

    /// <summary>Added to that sum.</summary>
    public float RenormaliseEpsilon { get; init; }

    /// <summary>Whether a correction bias takes part in the choice.</summary>
    public bool CorrectionBias { get; init; }

    /// <summary>Whether the gate has a bias.</summary>
    public bool RouterBias { get; init; }

    /// <summary>Whether experts have biases and the clamped activation.</summary>
    public bool ClampedExperts { get; init; }

    /// <summary>Names of tensors.</summary>
    public TensorNaming Names { get; init; } = new();
}
