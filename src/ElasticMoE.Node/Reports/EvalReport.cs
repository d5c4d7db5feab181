namespace ElasticMoE.Node.Reports;

/// <summary>What `emoe model eval` found.</summary>
internal sealed record EvalReport(
    string Model,
    string Format,
    ExactCount Total,
    ExactCount HeldOut,
    IReadOnlyDictionary<string, ExactCount> Domains,
    IReadOnlyDictionary<string, ExactCount> HeldOutDomains,
    GoldenCount? Golden,
    int OutputTokens,
    double ElapsedSeconds);
