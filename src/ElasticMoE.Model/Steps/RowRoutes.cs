using ElasticMoE.Contracts.Cluster;

namespace ElasticMoE.Model.Steps;

/// <summary>To which experts a sequence's row went, layer by layer: that of a chunk's last row in its newest step.</summary>
public sealed class RowRoutes
{
    private readonly List<ExpertId> _experts = [];

    /// <summary>A copy of them, ascending.</summary>
    public ExpertId[] ToArray() => [.. _experts];

    internal void Clear() => _experts.Clear();

    /// <param name="layer">The mixture layer.</param>
    /// <param name="experts">Ascending, then −1 where the row goes to fewer.</param>
    internal void Add(int layer, ReadOnlySpan<int> experts)
    {
        foreach (int expert in experts)
        {
            if (expert >= 0)
                _experts.Add(new(layer, expert));
        }
    }
}
