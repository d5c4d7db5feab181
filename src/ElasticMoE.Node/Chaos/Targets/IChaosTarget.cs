using ElasticMoE.Contracts;
using ElasticMoE.Node.Clusters;
using ElasticMoE.Node.Faults;

namespace ElasticMoE.Node.Chaos.Targets;

/// <summary>The processes of a cluster, wherever they run.</summary>
internal interface IChaosTarget
{
    IReadOnlyList<ClusterMember> Members { get; }

    /// <summary>The supervisor that leads.</summary>
    ClusterMember Leader { get; }

    /// <summary>Names one start of a member; null while it doesn't run.</summary>
    string? StartOf(ClusterMember member);

    /// <summary>What stands ready beside the members, and isn't yet; null where all is.</summary>
    string? Unready { get; }

    /// <summary>Processor time that its gateways have taken so far; null where they run on other machines, or one doesn't run.</summary>
    TimeSpan? GatewayTime { get; }

    /// <summary>Begins a fault.</summary>
    /// <exception cref="InputException">It can't be done here.</exception>
    IRunningFault Begin(Fault fault);
}
