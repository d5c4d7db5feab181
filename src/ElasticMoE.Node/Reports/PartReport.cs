namespace ElasticMoE.Node.Reports;

/// <summary>One part of a model: how many parameters it has and how many of them one token uses.</summary>
internal sealed record PartReport(string Part, long Parameters, long ActiveParameters);
