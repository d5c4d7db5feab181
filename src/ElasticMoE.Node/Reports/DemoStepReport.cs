namespace ElasticMoE.Node.Reports;

/// <summary>Something that `emoe demo` did to its cluster, and what came of it.</summary>
internal sealed record DemoStepReport(string What, string Outcome, double Seconds, int Requests, int FailedRequests, int DifferingTokens);
