using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.Placement.Control.Supervision;

namespace ElasticMoE.ControlPlane.Supervision;

/// <summary>Each expert's share of its layer's rows, since the routers' start.</summary>
internal sealed class LoadShares
{
    private readonly Dictionary<ExpertId, long> _rows = [];
    private readonly Dictionary<int, long> _layers = [];

    public static LoadShares Of(SupervisorMachine machine)
    {
        var shares = new LoadShares();
        foreach (ExpertLoad load in machine.Observed.ConnectedRouters.SelectMany(router => router.Report?.Load ?? []))
        {
            shares._rows[load.Expert] = shares._rows.GetValueOrDefault(load.Expert) + load.Rows;
            shares._layers[load.Expert.Layer] = shares._layers.GetValueOrDefault(load.Expert.Layer) + load.Rows;
        }
        return shares;
    }

    /// <summary>0 to 1; 0 where nothing is known.</summary>
    public double this[ExpertId expert] => _rows.TryGetValue(expert, out long rows) ? (double)rows / _layers[expert.Layer] : 0;
}
