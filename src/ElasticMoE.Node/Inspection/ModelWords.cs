using ElasticMoE.Model.Accounting;
using ElasticMoE.Model.Configuration;
using ElasticMoE.Node.Output;

namespace ElasticMoE.Node.Inspection;

/// <summary>A model's architecture in words.</summary>
internal static class ModelWords
{
    /// <summary>"latent, 6 heads, cached latent 64 + rotated 16" or "32 query heads on 4 key and value heads of 128".</summary>
    public static string Attention(AttentionConfig attention)
    {
        string text = attention.Latent is { } latent
            ? $"latent, {attention.Heads} heads, cached latent {latent.KvRank} + rotated {latent.RopeDim}"
            : $"{attention.Heads} query heads on {attention.KvHeads} key and value heads of {attention.HeadDim}";
        return text + (attention.QueryKeyNorm == QueryKeyNorm.None ? "" : ", normed queries and keys") + (attention.Sinks ? ", sinks" : "");
    }

    /// <summary>"sigmoid, best 2 of 4 groups, corrected by a bias, renormalised, × 1.5".</summary>
    public static string Routing(MixtureConfig mixture)
    {
        var words = new List<string>
        {
            mixture.Scoring switch
            {
                RouterScoring.Sigmoid => "sigmoid",
                RouterScoring.TopKThenSoftmax => "top-k, then softmax",
                _ => "softmax",
            },
        };
        if (mixture.Groups > 1)
            words.Add($"best {mixture.ActiveGroups} of {mixture.Groups} groups");
        if (mixture.CorrectionBias)
            words.Add("corrected by a bias");
        if (mixture.Renormalise)
            words.Add("renormalised");
        if (mixture.Scaling != 1)
            words.Add($"× {mixture.Scaling.ToString(System.Globalization.CultureInfo.InvariantCulture)}");
        return string.Join(", ", words);
    }

    /// <summary>A model is called by its folder.</summary>
    public static string Name(string directory) => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory)));

    /// <summary>"32 a layer of width 96, of which 4 fire, and a shared one of width 96".</summary>
    public static string Experts(MixtureConfig mixture)
    {
        string shared = mixture.SharedWidth > 0 ? $", and a shared one of width {mixture.SharedWidth}" : "";
        return $"{mixture.Experts} a layer of width {mixture.ExpertWidth}, of which {mixture.ActiveExperts} fire{shared}";
    }

    public static string Part(ModelPartKind part) => part switch
    {
        ModelPartKind.DenseFeedForward => "dense feed-forward",
        ModelPartKind.SharedExpert => "shared expert",
        ModelPartKind.Vectors => "norms, biases",
        _ => part.ToString().ToLowerInvariant(),
    };

    /// <summary>"11.0 M parameters, 2.91 M of them active per token (26.5 %)".</summary>
    public static string Size(ModelSize size) =>
        $"{Figures.Parameters(size.TotalParameters)} parameters, {Figures.Parameters(size.ActiveParameters)} of them active per token ({Figures.Percent(size.ActiveShare)})";
}
