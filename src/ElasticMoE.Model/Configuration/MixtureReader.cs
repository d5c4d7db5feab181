using ElasticMoE.Contracts;

namespace ElasticMoE.Model.Configuration;

/// <summary>Reads experts and gate of a configuration.</summary>
internal sealed class MixtureReader(Family family, ConfigFields fields)
{
    private const double ScalingMax = 1e6;

    public MixtureConfig Read()
    {
        CheckScoring();
        int experts = fields.Int("num_experts", 1, Limits.ExpertsPerLayerMax);
        int active = fields.Int("num_experts_per_tok", 1, Limits.ActiveExpertsMax);
        (int groups, int activeGroups) = ReadGroups(experts);
        if (active > experts / groups * activeGroups)
            fields.Fail("num_experts_per_tok", $"is {active}; a token can reach {experts / groups * activeGroups} experts");
        return new MixtureConfig
        {
            Experts = experts,
            ActiveExperts = active,
            ExpertWidth = fields.Int(family.ExpertWidthField, 1, Limits.MatrixSideMax / 2),
            SharedWidth = ReadSharedWidth(),
            SharedGated = family.SharedGated,
            Scoring = family.Scoring,
            SubGates = ReadSubGates(),
            Renormalise = family.Renormalise switch
            {
                RenormaliseRule.Never => false,
                RenormaliseRule.Always => true,
                _ => fields.Flag("norm_topk_prob"),
            },
            RenormaliseEpsilon = family.RenormaliseEpsilon,
            Scaling = (float)(fields.OptionalNumber("routed_scaling_factor", 0, ScalingMax) ?? 1),
            Groups = groups,
            ActiveGroups = activeGroups,
            GroupScore = family.GroupScore ?? GroupScore.Best,
            CorrectionBias = family.CorrectionBias,
            RouterBias = family.RouterBias,
            ExpertBias = family.ClampedExperts,
            Clamp = family.ClampedExperts ? ReadClamp() : null,
        };
    }

    /// <summary>A gate of several sub-gates has their logits side by side for each expert, and scores by the mean of their softmaxes.</summary>
    private int ReadSubGates()
    {
        int subGates = fields.OptionalInt("router_sub_gates", 1, Limits.SubGatesMax) ?? 1;
        if (subGates > 1 && (family.Scoring != RouterScoring.Softmax || family.RouterBias || family.CorrectionBias))
            fields.Fail("router_sub_gates", $"is {subGates}, which is for families that score by softmax over all experts and whose gate has no bias");
        return subGates;
    }

    private ClampedSwiGluConfig ReadClamp() => new(
        (float)fields.Number("swiglu_alpha", 0, ScalingMax), (float)fields.Number("swiglu_limit", 0, ScalingMax));

    private int ReadSharedWidth()
    {
        if (family.SharedWidthField is null)
            return 0;
        int count = family.SharedCountField is null
            ? 1
            : fields.OptionalInt(family.SharedCountField, 0, Limits.ExpertsPerLayerMax) ?? 0;
        long width = (long)count * (fields.OptionalInt(family.SharedWidthField, 0, Limits.MatrixSideMax) ?? 0);
        if (width > Limits.MatrixSideMax)
            fields.Fail(family.SharedWidthField, $"gives shared experts of {width}; the limit is {Limits.MatrixSideMax}");
        return (int)Math.Min(width, Limits.MatrixSideMax);
    }

    private void CheckScoring()
    {
        string expected = family.Scoring == RouterScoring.Sigmoid ? "sigmoid" : "softmax";
        if (fields.Text("scoring_func") is { } scoring && scoring != expected)
            fields.Fail("scoring_func", $"\"{scoring}\" is not supported for {family.ModelType}; it scores by {expected}");
        if (family.TopKMethods.Count > 0 && fields.Text("topk_method") is { } method && !family.TopKMethods.ContainsKey(method))
        {
            fields.Fail("topk_method",
                $"\"{method}\" is not supported for {family.ModelType}; {string.Join(" and ", family.TopKMethods.Keys)} is");
        }
    }

    private (int Groups, int Active) ReadGroups(int experts)
    {
        if (family.GroupScore is null || !IsGroupLimited())
            return (1, 1);
        int groups = fields.OptionalInt("n_group", 1, Limits.ExpertsPerLayerMax) ?? 1;
        int active = fields.OptionalInt("topk_group", 1, Limits.ExpertsPerLayerMax) ?? 1;
        if (experts % groups != 0)
            fields.Fail("n_group", $"is {groups}, which does not divide the {experts} experts");
        else if (active > groups)
            fields.Fail("topk_group", $"is {active}, more than n_group {groups}");
        else if (groups > 1 && family.GroupScore == GroupScore.SumOfBestTwo && experts / groups < 2)
            fields.Fail("n_group", $"is {groups}: groups of one expert have no best two");
        else
            return (groups, active);
        return (1, 1);
    }

    private bool IsGroupLimited() =>
        fields.Text("topk_method") is not { } method || family.TopKMethods.GetValueOrDefault(method);
}
