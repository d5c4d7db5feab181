using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Experts;
using ElasticMoE.Model.Configuration;

namespace ElasticMoE.Model.Gating;

/// <summary>A sequence's gate policy, bound to a model, and what its capacity has counted.</summary>
internal sealed class SequenceGate
{
    private readonly GatePolicy _policy;
    private readonly ulong _seed;
    private readonly float[]?[] _biases;
    private readonly bool[]?[] _pruned;

    private SequenceGate(GatePolicy policy, ulong seed, ModelConfig config, IReadOnlyList<ExpertId> pruned)
    {
        (_policy, _seed) = (policy, seed);
        Active = policy.ActiveExperts ?? config.Mixture.ActiveExperts;
        _biases = new float[]?[config.Layers.Count];
        foreach (ExpertBias bias in policy.Biases)
            (_biases[bias.Expert.Layer] ??= new float[config.Mixture.Experts])[bias.Expert.Index] = bias.Bias;
        _pruned = new bool[]?[config.Layers.Count];
        foreach (ExpertId expert in pruned)
            (_pruned[expert.Layer] ??= new bool[config.Mixture.Experts])[expert.Index] = true;
        if (policy.CapacityFactor is { } factor)
            Capacity = new(config.Layers.Count, config.Mixture.Experts, Active, factor);
    }

    /// <summary>Experts each row goes to.</summary>
    public int Active { get; }

    /// <summary>Counts rows per expert; null where there is no bound. Then rows are gated in order of position.</summary>
    public CapacityWindows? Capacity { get; }

    public float Temperature => _policy.Temperature;

    /// <summary>Whether it has anything to say about the choice in a layer.</summary>
    public bool Sways(int layer) => _policy.Noise > 0 || _biases[layer] is not null;

    /// <summary>Binds a policy.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="seed">Of its noise.</param>
    /// <param name="config">The model's.</param>
    /// <param name="pruned">Experts that no row goes to.</param>
    /// <returns>Null for one that changes nothing.</returns>
    /// <exception cref="Contracts.InputException">It doesn't fit the model; names the field.</exception>
    public static SequenceGate? Bind(GatePolicy policy, ulong seed, ModelConfig config, IReadOnlyList<ExpertId> pruned)
    {
        GatePolicyRules.Check(policy, config);
        return policy.IsOff && pruned.Count == 0 ? null : new(policy, seed, config, pruned);
    }

    /// <summary>Which experts of a layer no row goes to, by expert; null where there are none.</summary>
    public bool[]? PrunedOf(int layer) => _pruned[layer];

    /// <summary>What is added to the logits of one row where its experts are chosen.</summary>
    /// <param name="layer">The mixture layer.</param>
    /// <param name="position">The row's.</param>
    /// <param name="sway">[experts]; overwritten.</param>
    public void Sway(int layer, int position, Span<float> sway)
    {
        sway.Clear();
        _biases[layer]?.CopyTo(sway);
        if (_policy.Noise == 0)
            return;
        for (int expert = 0; expert < sway.Length; expert++)
            sway[expert] = MathF.FusedMultiplyAdd(_policy.Noise, GateNoise.At(_seed, layer, position, expert), sway[expert]);
    }
}
