using System.Text.Json;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Node.Loading;
using ElasticMoE.Node.Profiles;

namespace ElasticMoE.Node.Pruning;

/// <summary>How much each expert is used, and which are pruned already.</summary>
internal sealed class ExpertUse
{
    private readonly Dictionary<ExpertId, double> _shares;

    private ExpertUse(string source, Dictionary<ExpertId, double> shares, IReadOnlyList<ExpertId> pruned) => (Source, _shares, Pruned) = (source, shares, pruned);

    /// <summary>What was counted.</summary>
    public string Source { get; }

    /// <summary>Ascending.</summary>
    public IReadOnlyList<ExpertId> Pruned { get; }

    /// <summary>All but the pruned ones, ascending.</summary>
    public IEnumerable<ExpertId> Experts => _shares.Keys.Except(Pruned).Order();

    /// <summary>Whether any row was counted.</summary>
    public bool IsKnown => _shares.Values.Any(share => share > 0);

    /// <summary>The part of its layer's choices that went to an expert.</summary>
    public double this[ExpertId expert] => _shares[expert];

    /// <summary>As a model's own answers have it, by its first domain.</summary>
    public static ExpertUse Of(RoutingCounts counts, IReadOnlyList<ExpertId> pruned)
    {
        var shares = new Dictionary<ExpertId, double>();
        for (int place = 0; place < counts.Layers.Count; place++)
        {
            for (int index = 0; index < counts.Experts; index++)
                shares[new(counts.Layers[place], index)] = counts.Share(0, place, index);
        }
        return new("cases", shares, pruned);
    }

    /// <summary>As a cluster's routers have counted since their start.</summary>
    /// <param name="experts">What `emoe experts get` answers.</param>
    public static ExpertUse Of(JsonElement experts)
    {
        var all = experts.EnumerateArray().Select(one => (
            Expert: UpdateOption.ExpertOf("expert", one.GetProperty("expert").GetString()!),
            Share: one.GetProperty("loadShare").GetDouble(),
            IsPruned: one.GetProperty("pruned").GetBoolean())).ToArray();
        return new("cluster", all.ToDictionary(one => one.Expert, one => one.Share), [.. all.Where(one => one.IsPruned).Select(one => one.Expert).Order()]);
    }
}
