using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.Contracts.Experts;

namespace ElasticMoE.DataPlane.Control;

/// <summary>How many rows a router has sent to each expert since its start. One thread counts, any reads.</summary>
/// <param name="expertsPerLayer">Experts of each layer; 0 for one without.</param>
public sealed class ExpertRows(IReadOnlyList<int> expertsPerLayer)
{
    private readonly long[][] _rows = [.. expertsPerLayer.Select(experts => new long[experts])];

    /// <summary>Counts the rows of a dispatch.</summary>
    public void Count(ExpertDispatch dispatch)
    {
        long[] layer = _rows[dispatch.Layer];
        foreach (int expert in dispatch.Experts.AsSpan(0, dispatch.Rows * dispatch.ActiveExperts))
        {
            if (expert >= 0)
                Volatile.Write(ref layer[expert], layer[expert] + 1);
        }
    }

    /// <summary>Experts that have had any, ascending.</summary>
    public IReadOnlyList<ExpertLoad> Read()
    {
        var loads = new List<ExpertLoad>();
        for (int layer = 0; layer < _rows.Length; layer++)
        {
            for (int index = 0; index < _rows[layer].Length; index++)
            {
                if (Volatile.Read(ref _rows[layer][index]) is > 0 and long rows)
                    loads.Add(new(new ExpertId(layer, index), rows));
            }
        }
        return loads;
    }
}
