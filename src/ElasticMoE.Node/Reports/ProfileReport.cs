namespace ElasticMoE.Node.Reports;

/// <summary>What `emoe model profile` counted.</summary>
internal sealed record ProfileReport
{
    public required string Model { get; init; }

    /// <summary>How its weights were held.</summary>
    public required string Format { get; init; }

    public required int Prompts { get; init; }

    public required long PromptTokens { get; init; }

    public required long OutputTokens { get; init; }

    public required double ElapsedSeconds { get; init; }

    /// <summary>Numbers of the mixture layers, in the order of all that follows per layer.</summary>
    public required IReadOnlyList<int> Layers { get; init; }

    /// <summary>Routed experts of a layer.</summary>
    public required int Experts { get; init; }

    /// <summary>Tokens computed per domain, prompts and answers together.</summary>
    public required IReadOnlyDictionary<string, long> Tokens { get; init; }

    /// <summary>Mutual information of domain and expert per layer.</summary>
    public required IReadOnlyList<double> InformationNats { get; init; }

    /// <summary>Entropy of the choices per domain and layer, 0 to 1.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<double>> RoutingEntropy { get; init; }

    /// <summary>How often each expert fired, per domain and layer.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<IReadOnlyList<long>>> RoutingCounts { get; init; }
}
