using System.Globalization;

namespace ElasticMoE.Contracts.Experts;

/// <summary>
/// How a sequence's rows are gated where that differs from what the model says. Bound to the sequence at admission; its tokens depend on
/// the policy and the request alone, never on the batch or on where experts are.
/// </summary>
public sealed record GatePolicy
{
    /// <summary>The model's own gate.</summary>
    public static GatePolicy Off { get; } = new();

    /// <summary>Positions of the aligned windows in which <see cref="CapacityFactor"/> counts.</summary>
    public const int CapacityWindow = 64;

    /// <summary>The gate's logits are divided by it, for choice and weights alike; above 1 spreads the weights, below 1 sharpens them.</summary>
    public float Temperature { get; init; } = 1;

    /// <summary>Standard deviation of the noise added to the logits where experts are chosen; 0 for none. It is keyed by (seed, layer, position, expert).</summary>
    public float Noise { get; init; }

    /// <summary>Experts each row goes to; null for the model's number.</summary>
    public int? ActiveExperts { get; init; }

    /// <summary>
    /// How many rows of one window of a sequence an expert takes, as a multiple of an even share; at least 1, null for no bound. Rows that
    /// find it full go to the next-best expert.
    /// </summary>
    public float? CapacityFactor { get; init; }

    /// <summary>Preferred and avoided experts, each at most once.</summary>
    public IReadOnlyList<ExpertBias> Biases { get; init; } = [];

    /// <summary>Whether it changes nothing.</summary>
    public bool IsOff => Temperature == 1 && Noise == 0 && ActiveExperts is null && CapacityFactor is null && Biases.Count == 0;

    /// <summary>Whether what it computes for a position depends on the tokens up to it alone, so that its keys and values may be shared. It doesn't with noise or a capacity.</summary>
    public bool IsShareable => Noise == 0 && CapacityFactor is null;

    /// <summary>Refuses values out of range, whatever the model.</summary>
    /// <exception cref="InputException">Names the field and the value.</exception>
    public void Validate()
    {
        InRange("gate temperature", Temperature, Limits.GateTemperatureMin, Limits.GateTemperatureMax);
        InRange("gate noise", Noise, 0, Limits.GateBiasMax);
        if (CapacityFactor is { } factor)
            InRange("gate capacity factor", factor, 1, Limits.ExpertsPerLayerMax);
        if (ActiveExperts is { } active)
            InRange("gate experts", active, 1, Limits.ActiveExpertsMax);
        if (Biases.Count > Limits.GateBiasesMax)
            throw new InputException("gate biases", $"{Biases.Count} are given, at most {Limits.GateBiasesMax} are allowed");
        foreach (ExpertBias bias in Biases)
            InRange($"gate bias of expert {bias.Expert}", bias.Bias, -Limits.GateBiasMax, Limits.GateBiasMax);
        if (Biases.DistinctBy(bias => bias.Expert).Count() != Biases.Count)
            throw new InputException("gate biases", $"expert {Biases.GroupBy(bias => bias.Expert).First(group => group.Count() > 1).Key} is named twice");
    }

    private static void InRange(string field, float value, float low, float high)
    {
        if (!(value >= low && value <= high))
            throw new InputException(field, string.Create(CultureInfo.InvariantCulture, $"{value} is outside {low}…{high}"));
    }
}
