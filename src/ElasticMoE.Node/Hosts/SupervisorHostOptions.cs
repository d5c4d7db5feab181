using System.Net;
using ElasticMoE.Node.Faults;
using ElasticMoE.Node.Kubernetes;

namespace ElasticMoE.Node.Hosts;

/// <summary>What a supervisor may be told beyond its number and its cluster.</summary>
internal sealed record SupervisorHostOptions
{
    /// <summary>Where it journals; null for where the cluster's folder says, else a file there.</summary>
    public string? Journal { get; init; }

    /// <summary>Where it serves the admin interface; null for the port that the cluster's description has, on this machine alone.</summary>
    public IPEndPoint? Admin { get; init; }

    /// <summary>The StatefulSet of expert nodes whose number it may raise; null where it only says how many are wanted.</summary>
    public ScaleTarget? Nodes { get; init; }

    /// <summary>Whose expert policies it applies; null for nobody's.</summary>
    public KubernetesAccount? Policies { get; init; }

    /// <summary>Faults that a chaos run may cause; null where none are allowed.</summary>
    public FaultSwitches? Faults { get; init; }

    /// <summary>Takes beats, for a parent that ends a supervisor whose beats stop; null where nobody listens.</summary>
    public TextWriter? Beats { get; init; }
}
