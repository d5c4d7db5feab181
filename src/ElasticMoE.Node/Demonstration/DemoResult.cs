using ElasticMoE.Node.Generation;
using ElasticMoE.Node.Measurement;
using ElasticMoE.Node.Profiles;

namespace ElasticMoE.Node.Demonstration;

/// <summary>Everything the demonstration found.</summary>
internal sealed record DemoResult(IReadOnlyList<DemoAnswer> Answers, DemoBatch Batch, DemoFailover Failover, IReadOnlyList<DemoStep> Steps, RoutingCounts Routing, double LoadMs)
{
    public int OutputTokens => Answers.Sum(answer => answer.Answer.Ids.Count);

    /// <summary>Tokens a second of the answers given alone, prompts included in the time.</summary>
    public double AloneTokensPerS => OutputTokens * 1000 / Answers.Sum(answer => answer.Answer.ElapsedMs);

    public int Failed => Answers.Count(answer => answer.Answer.IsFailed);

    /// <summary>Requests of all rounds.</summary>
    public int Requests => Answers.Count + Batch.Requests + Failover.Requests + Steps.Sum(step => step.Requests);

    /// <summary>Failed ones of all rounds.</summary>
    public int FailedRequests => Failed + Batch.Failed + Failover.Failed + Steps.Sum(step => step.Failed);

    /// <summary>Tokens of later rounds that differ from the answers given alone.</summary>
    public int DifferingTokens => Batch.DifferingTokens + Failover.DifferingTokens + Steps.Sum(step => step.DifferingTokens);

    public int Exact => Answers.Count(answer => answer.IsExact == true);

    public int Expected => Answers.Count(answer => answer.IsExact is not null);

    /// <summary>The given part (0 to 1) of the answers' values lies at or below the result; the nearest rank.</summary>
    public double Percentile(Func<Answer, double> value, double part) => Quantile.Of([.. Answers.Select(answer => value(answer.Answer)).Order()], part);
}
