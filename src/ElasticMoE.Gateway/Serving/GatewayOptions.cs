using System.Net;
using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Experts;
using ElasticMoE.Gateway.Http;
using ElasticMoE.Gateway.Keys;

namespace ElasticMoE.Gateway.Serving;

/// <summary>How a gateway serves.</summary>
public sealed record GatewayOptions
{
    /// <summary>The address it listens on.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>The port; 0 takes any free one.</summary>
    public int Port { get; init; }

    /// <summary>The keys that open it.</summary>
    public ApiKeys Keys { get; init; } = ApiKeys.None;

    /// <summary>Most bytes of one request's body.</summary>
    public int BodyBytesMax { get; init; } = Limits.RequestBodyBytesMax;

    /// <summary>Most bytes of all bodies that are read at a time.</summary>
    public long BodiesBytesMax { get; init; } = Limits.RequestBodiesBytesMax;

    /// <summary>Most choices of one request.</summary>
    public int ChoicesMax { get; init; } = Limits.ChoicesMax;

    /// <summary>Connections at a time.</summary>
    public int ConnectionsMax { get; init; } = Limits.GatewayConnectionsMax;

    /// <summary>Tokens of the requests that are computed together; about what the KV cache holds.</summary>
    public long RunningTokensMax { get; init; } = 1 << 17;

    /// <summary>Tokens of the requests that wait; past it clients are told to come back.</summary>
    public long WaitingTokensMax { get; init; } = 1 << 20;

    /// <summary>After how long a silence a stream carries a sign of life.</summary>
    public TimeSpan SilenceMax { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a client may take between two parts of its request before it is cut off, and for all headers.</summary>
    public TimeSpan SlowClientGrace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Whether the text of prompts is logged.</summary>
    public bool LogsPrompts { get; init; }

    /// <summary>The team of experts of a name, as it is now; null where there is none. Called on many threads.</summary>
    public Func<string, ExpertTeam?> Teams { get; init; } = _ => null;

    /// <summary>Whether three gauges stand in the metrics under vLLM's names too, for inference gateways that route by them.</summary>
    public bool VllmMetrics { get; init; }

    /// <summary>The cluster behind it, whose experts sleep, wake and scale; none where it is one process.</summary>
    public IElasticity? Elasticity { get; init; }

    /// <summary>The cluster behind it, as the dashboard shows it; none where it is one process.</summary>
    public IClusterDashboard? Dashboard { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Makes the part of an id that no other has.</summary>
    internal Func<string> NewId { get; init; } = RequestId.NewSuffix;
}
