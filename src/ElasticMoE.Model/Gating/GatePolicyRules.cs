using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Experts;
using ElasticMoE.Model.Configuration;

namespace ElasticMoE.Model.Gating;

/// <summary>Which gate policies fit a model.</summary>
public static class GatePolicyRules
{
    /// <summary>Refuses a policy that doesn't fit.</summary>
    /// <exception cref="InputException">Names the field and the value.</exception>
    public static void Check(GatePolicy policy, ModelConfig config)
    {
        policy.Validate();
        MixtureConfig mixture = config.Mixture;
        int reachable = mixture.Experts / mixture.Groups * mixture.ActiveGroups;
        if (policy.ActiveExperts is { } active && active > reachable)
            throw new InputException("gate experts", $"{active} are asked for; a token can reach {reachable} experts of this model");
        foreach (ExpertBias bias in policy.Biases)
        {
            if ((uint)bias.Expert.Layer >= (uint)config.Layers.Count || !config.Layers[bias.Expert.Layer].IsMixture || (uint)bias.Expert.Index >= (uint)mixture.Experts)
                throw new InputException("gate biases", $"this model has no expert {bias.Expert}");
        }
    }
}
