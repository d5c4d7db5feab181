using ElasticMoE.Contracts.Cluster;

namespace ElasticMoE.Placement.Autoscaling;

/// <summary>Brings averages and trends up to now: decayed sums, so that irregular intervals count as they should.</summary>
internal sealed class LoadAveraging(AutoscalerSettings settings, TimeSpan elapsed, DateTimeOffset now)
{
    private readonly double _slow = Kept(elapsed, settings.SlowAverage);
    private readonly double _fast = Kept(elapsed, settings.FastAverage);
    private readonly double _trend = Kept(elapsed, settings.TrendAverage);

    /// <param name="experts">By layer and index.</param>
    /// <param name="loads">Rows since the last decision.</param>
    /// <returns>In the order of <paramref name="experts"/>.</returns>
    public ScaledExpert[] Run(IReadOnlyList<ExpertScale> experts, IReadOnlyList<ExpertLoad> loads)
    {
        var rows = new Dictionary<ExpertId, (long Rows, long Parked)>(loads.Count);
        foreach (ExpertLoad load in loads)
        {
            (long before, long parked) = rows.GetValueOrDefault(load.Expert);
            rows[load.Expert] = (before + load.Rows, parked + load.Parked);
        }
        var seen = new ScaledExpert[experts.Count];
        for (int first = 0, next; first < experts.Count; first = next)
        {
            for (next = first; next < experts.Count && experts[next].Expert.Layer == experts[first].Expert.Layer;)
                next++;
            AverageLayer(experts, rows, seen, (first, next));
        }
        return seen;
    }

    private void AverageLayer(IReadOnlyList<ExpertScale> experts, Dictionary<ExpertId, (long Rows, long Parked)> rows, ScaledExpert[] seen, (int First, int Next) range)
    {
        double slowBefore = 0, fastBefore = 0, arrived = 0;
        for (int i = range.First; i < range.Next; i++)
        {
            slowBefore += experts[i].SlowRows;
            fastBefore += experts[i].FastRows;
            arrived += rows.GetValueOrDefault(experts[i].Expert).Rows;
        }
        double slow = (slowBefore * _slow) + arrived;
        var layer = new LayerLoad(range.Next - range.First, slow, (fastBefore * _fast) + arrived, slow / settings.SlowAverage.TotalSeconds);
        for (int i = range.First; i < range.Next; i++)
        {
            (long own, long parked) = rows.GetValueOrDefault(experts[i].Expert);
            double fairBefore = LayerLoad.Fair(experts[i].FastRows, fastBefore, layer.Experts);
            seen[i] = new(Averaged(experts[i], own, fairBefore, layer), layer, parked);
        }
    }

    private ExpertScale Averaged(ExpertScale expert, long rows, double fairBefore, LayerLoad layer)
    {
        double fast = (expert.FastRows * _fast) + rows;
        double rise = elapsed > TimeSpan.Zero ? (LayerLoad.Fair(fast, layer.FastRows, layer.Experts) - fairBefore) / elapsed.TotalSeconds : 0;
        return expert with
        {
            SlowRows = (expert.SlowRows * _slow) + rows,
            FastRows = fast,
            TrendPerS = (expert.TrendPerS * _trend) + (rise * (1 - _trend)),
            // An expert of which nothing is known yet counts as used until now.
            LastRowAt = rows > 0 ? now : expert.LastRowAt ?? now,
        };
    }

    private static double Kept(TimeSpan elapsed, TimeSpan constant) => Math.Exp(-elapsed / constant);
}
