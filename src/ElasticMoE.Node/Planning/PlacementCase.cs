using System.Text.Json.Serialization;
using ElasticMoE.Contracts;
using ElasticMoE.Placement.Balancing;

namespace ElasticMoE.Node.Planning;

/// <summary>One case of a file with reference placements; as a file is from outside, it may lack any of it.</summary>
internal sealed record PlacementCase
{
    public string? Name { get; init; }

    /// <summary>By layer, the load of each expert.</summary>
    public double[]?[]? Load { get; init; }

    public int Replicas { get; init; }

    public int Groups { get; init; }

    public int Nodes { get; init; }

    public int Devices { get; init; }

    [JsonPropertyName("greedy_hierarchical")]
    public double[]? GreedyHierarchical { get; init; }

    [JsonPropertyName("greedy_global")]
    public double[]? GreedyGlobal { get; init; }

    /// <summary>The reference's figures by layer.</summary>
    public double[] Reference(BalancePolicy policy) => (policy == BalancePolicy.Global ? GreedyGlobal : GreedyHierarchical)!;

    /// <summary>A problem for each layer.</summary>
    /// <param name="subject">The case's place, for errors.</param>
    /// <exception cref="InputException">Something is missing, or the numbers don't fit each other.</exception>
    public SlotProblem[] Layers(string subject)
    {
        if (Name is null || Load is not { Length: > 0 } || GreedyHierarchical is null || GreedyGlobal is null)
            throw new InputException(subject, "lacks a name, load, greedy_hierarchical or greedy_global");
        if (Load.Length != GreedyHierarchical.Length || Load.Length != GreedyGlobal.Length || Load.Length > Limits.LayersMax)
            throw new InputException(subject, $"has {Load.Length} layers and other numbers of figures, or more than {Limits.LayersMax}");
        return [.. Load.Select((load, layer) => Problem(load, $"{subject}, layer {layer}"))];
    }

    private SlotProblem Problem(double[]? load, string subject)
    {
        var problem = new SlotProblem { Load = load ?? throw new InputException(subject, "has no load"), Replicas = Replicas, Groups = Groups, Nodes = Nodes, Devices = Devices };
        problem.Check(subject);
        return problem;
    }
}
