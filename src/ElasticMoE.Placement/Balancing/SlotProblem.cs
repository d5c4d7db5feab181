using ElasticMoE.Contracts;

namespace ElasticMoE.Placement.Balancing;

/// <summary>
/// One layer on equal devices, each with equally many slots, all of which are filled: the problem that published balancers solve. Two replicas of one expert may share a device.
/// </summary>
public sealed record SlotProblem
{
    /// <summary>Loads of the experts, 0 or more.</summary>
    public required IReadOnlyList<double> Load { get; init; }

    /// <summary>Replicas in all; at least one an expert.</summary>
    public required int Replicas { get; init; }

    /// <summary>Groups of equally many consecutive experts.</summary>
    public required int Groups { get; init; }

    /// <summary>Nodes of equally many devices.</summary>
    public required int Nodes { get; init; }

    /// <summary>Devices in all.</summary>
    public required int Devices { get; init; }

    /// <summary>Sum of all loads.</summary>
    public double Total => Load.Sum();

    /// <summary>Whether groups can be spread over nodes evenly.</summary>
    public bool HasEvenGroups => Groups % Nodes == 0;

    /// <exception cref="InputException">The numbers don't fit each other; it says which.</exception>
    public void Check(string subject)
    {
        Require(Load.Count is > 0 and <= Limits.ExpertsPerLayerMax, $"has {Load.Count} experts; 1 to {Limits.ExpertsPerLayerMax} are allowed");
        Require(Load.All(load => load >= 0 && double.IsFinite(load)), "a load is below 0 or no number");
        Require(Devices is > 0 and <= Limits.NodesMax, $"has {Devices} devices; 1 to {Limits.NodesMax} are allowed");
        Require(Nodes > 0 && Devices % Nodes == 0, $"{Devices} devices don't divide evenly over {Nodes} nodes");
        Require(Groups > 0 && Load.Count % Groups == 0, $"{Load.Count} experts don't divide evenly into {Groups} groups");
        Require(Replicas >= Load.Count && Replicas % Devices == 0, $"{Replicas} replicas are fewer than the {Load.Count} experts or don't divide evenly over {Devices} devices");
        Require(Replicas <= Limits.PlanReplicasMax, $"has {Replicas} replicas; {Limits.PlanReplicasMax} are allowed");

        void Require(bool holds, string cause)
        {
            if (!holds)
                throw new InputException(subject, cause);
        }
    }
}
