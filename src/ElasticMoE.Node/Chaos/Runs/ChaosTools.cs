using ElasticMoE.Node.Administration;
using ElasticMoE.Node.Chaos.Load;
using ElasticMoE.Node.Chaos.Targets;

namespace ElasticMoE.Node.Chaos.Runs;

/// <summary>What steps are done with.</summary>
internal sealed record ChaosTools
{
    /// <summary>The cluster's processes.</summary>
    public required IChaosTarget Target { get; init; }

    /// <summary>Gives commands.</summary>
    public required ClusterOperator Admin { get; init; }

    /// <summary>Draws experts.</summary>
    public required Random Random { get; init; }

    /// <summary>New weights; null where no step updates.</summary>
    public ChaosUpdate? Update { get; init; }

    /// <summary>What kills nodes; null where no step poisons.</summary>
    public ChaosPoison? Poison { get; init; }
}
