namespace ElasticMoE.Node.Reports;

/// <summary>What `emoe model profile` counted.</summary>
/// <param name="Model">The model's name.</param>
/// <param name="Format">How its weights were held.</param>
/// <param name="Layers">Numbers of the mixture layers.</param>
/// <param name="Experts">Routed experts of a layer.</param>
/// <param name="Tokens">Tokens computed per domain, prompts and answers together.</param>
/// <param name="InformationNats">Mutual information of domain and expert per layer.</param>
/// <param name="RoutingEntropy">Entropy of the choices per domain and layer, 0 to 1.</param>
/// <param name="RoutingCounts">How often each expert fired, per domain and layer.</param>
internal sealed record ProfileReport(
    string Model,
    string Format,
    IReadOnlyList<int> Layers,
    int Experts,
    IReadOnlyDictionary<string, long> Tokens,
    IReadOnlyList<double> InformationNats,
    IReadOnlyDictionary<string, IReadOnlyList<double>> RoutingEntropy,
    IReadOnlyDictionary<string, IReadOnlyList<IReadOnlyList<long>>> RoutingCounts);
