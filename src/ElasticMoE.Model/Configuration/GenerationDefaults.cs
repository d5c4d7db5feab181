namespace ElasticMoE.Model.Configuration;

/// <summary>What a checkpoint says about generation: `generation_config.json`, and the stop ids of `config.json`.</summary>
public sealed record GenerationDefaults
{
    /// <summary>Ids that end a sequence: the union of eos in both files, ascending.</summary>
    public required IReadOnlyList<int> EosIds { get; init; }

    /// <summary>The beginning-of-sequence id, where one is named.</summary>
    public int? BosId { get; init; }

    /// <summary>Whether the checkpoint suggests sampling; greedy otherwise.</summary>
    public bool Sample { get; init; }

    /// <summary>Suggested temperature.</summary>
    public float? Temperature { get; init; }

    /// <summary>Suggested nucleus mass.</summary>
    public float? TopP { get; init; }

    /// <summary>Suggested number of candidates.</summary>
    public int? TopK { get; init; }

    /// <summary>Suggested repetition penalty.</summary>
    public float? RepetitionPenalty { get; init; }
}
