namespace ElasticMoE.Node.Chaos.Scenarios;

/// <summary>What is expected to hold while a scenario runs.</summary>
internal sealed record ChaosHypothesis
{
    /// <summary>Requests that may fail.</summary>
    public int FailedRequestsMax { get; set; }

    /// <summary>Tokens that may differ from the single process's.</summary>
    public int DifferingTokensMax { get; set; }

    /// <summary>Bound of the stalls' p99, ms; null for none. Claimed where there were enough faults.</summary>
    public double? StallMsP99Max { get; set; }

    /// <summary>Whether stalls are bounded by how soon a router's loss is noticed and how long prefill takes.</summary>
    public bool StallByPrefill { get; set; }

    /// <summary>How long after a fault every expert may lack its standby, or a member may be missing.</summary>
    public double RedundancySecondsMax { get; set; } = 30;

    /// <summary>Throughput afterwards, of that before; or as much as windows of the time before differ among themselves. Claimed where both were measured for long enough.</summary>
    public double ThroughputShareMin { get; set; } = 0.95;
}
