namespace ElasticMoE.Node.Reports;

/// <summary>One prompt of the demonstration and its answer.</summary>
internal sealed record DemoAnswerReport(
    string Domain,
    string Prompt,
    string Text,
    bool? Exact,
    int OutputTokens,
    double FirstTokenMs,
    double TokensPerS,
    int ExpertsFired,
    int ExpertsTotal);
