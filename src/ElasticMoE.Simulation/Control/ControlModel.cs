using ElasticMoE.Contracts.Control;

namespace ElasticMoE.Simulation.Control;

/// <summary>The model and the nodes of simulated control planes.</summary>
internal static class ControlModel
{
    public const long ExpertBytes = 100;

    /// <summary>Layers of so many experts, all of one size.</summary>
    public static ModelShape Shape(params int[] expertsPerLayer) => new(default, [.. expertsPerLayer.Select(experts => new LayerShape(experts, Math.Min(2, experts), 1, experts == 0 ? 0 : ExpertBytes))]);

    /// <summary>A node on a host of its own, two to a zone.</summary>
    public static NodeDescription Describe(int node, ulong incarnation, long budgetBytes) =>
        new(new(new(node), new(incarnation * 1000 + (ulong)node)), $"memory:{node}", $"zone {node / 2}", $"host {node}", budgetBytes);
}
