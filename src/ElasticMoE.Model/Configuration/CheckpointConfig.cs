namespace ElasticMoE.Model.Configuration;

/// <summary>All that a checkpoint's `config.json` says.</summary>
/// <param name="Model">The architecture.</param>
/// <param name="Family">The family it is read as.</param>
/// <param name="Quantization">How the weights are stored.</param>
/// <param name="BosId">`bos_token_id`.</param>
/// <param name="EosIds">`eos_token_id`, one or several.</param>
internal sealed record CheckpointConfig(
    ModelConfig Model, Family Family, QuantizationConfig Quantization, int? BosId, IReadOnlyList<int> EosIds)
{
    /// <summary>Whether the file is silent about the stop ids, so that they are the family's.</summary>
    public bool EosIsDefault { get; init; }
}
