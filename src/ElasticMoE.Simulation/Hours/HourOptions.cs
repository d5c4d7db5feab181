namespace ElasticMoE.Simulation.Hours;

/// <summary>An hour of a control plane.</summary>
/// <param name="Nodes">How many.</param>
/// <param name="Seed">All chance comes from it.</param>
/// <param name="Minutes">Virtual time after the cluster is formed.</param>
/// <param name="Experts">Of the model, all layers together; 0 for as many as nodes, so that each node has as much as in a cluster of any other size.</param>
public sealed record HourOptions(int Nodes, long Seed, int Minutes = 60, int Experts = 0)
{
    private const int LayersMin = 4;

    /// <summary>Experts of the model.</summary>
    public int ExpertsInAll => Experts > 0 ? Experts : Nodes;

    /// <summary>Layers of the model: a layer has about four times as many experts as there are layers, as in the largest published models.</summary>
    public int Layers => Math.Max(LayersMin, (int)Math.Sqrt(ExpertsInAll) / 2);
}
