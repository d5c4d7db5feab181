namespace ElasticMoE.Node.Reports;

/// <summary>Reference continuations and those reproduced token by token.</summary>
internal sealed record GoldenCount(int N, int Equal);
