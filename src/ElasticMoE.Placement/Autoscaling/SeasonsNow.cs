using ElasticMoE.Contracts.Cluster;

namespace ElasticMoE.Placement.Autoscaling;

/// <summary>The seasons that hold at a moment, or begin soon, by expert; of several the one with the largest factor.</summary>
internal sealed class SeasonsNow
{
    private readonly Dictionary<ExpertId, Season> _seasons = [];

    public void Add(Season season)
    {
        foreach (ExpertId expert in season.Experts)
        {
            if (!_seasons.TryGetValue(expert, out Season? other) || other.Factor < season.Factor)
                _seasons[expert] = season;
        }
    }

    public Season? Of(ExpertId expert) => _seasons.GetValueOrDefault(expert);
}
