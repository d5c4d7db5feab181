using ElasticMoE.Contracts.Control;
using ElasticMoE.DataPlane.Hosting;
using ElasticMoE.DataPlane.Serving;
using ElasticMoE.Model.Hosting;

namespace ElasticMoE.Node.Hosting;

/// <summary>What a node's agent works with.</summary>
internal sealed record NodeAgentOptions
{
    /// <summary>Who and where the node is, and its memory.</summary>
    public required NodeDescription Description { get; init; }

    /// <summary>Its replicas; touched under the server's lock.</summary>
    public required ReplicaTable Replicas { get; init; }

    /// <summary>Serves them.</summary>
    public required ExpertServer Server { get; init; }

    /// <summary>Their bytes.</summary>
    public required ExpertLibrary Library { get; init; }

    /// <summary>Where bytes come from.</summary>
    public required ReplicaSources Sources { get; init; }

    /// <summary>Where the node remembers what it is to hold.</summary>
    public required string StoreFolder { get; init; }

    /// <summary>Called before anything is fetched or loaded; where it throws, that fails.</summary>
    public Action BeforeLoad { get; init; } = () => { };

    /// <summary>Takes a line for each replica that can't be had. Called on many threads.</summary>
    public required Action<string> Log { get; init; }

    /// <summary>Takes how long an expert took to memory, seconds; from its store, not from sleep. Called on many threads.</summary>
    public Action<double> Woke { get; init; } = _ => { };

    /// <summary>Whose time counts.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
