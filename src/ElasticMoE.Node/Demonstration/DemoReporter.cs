using ElasticMoE.Model.Accounting;
using ElasticMoE.Model.Configuration;
using ElasticMoE.Node.Machine;
using ElasticMoE.Node.Reports;

namespace ElasticMoE.Node.Demonstration;

/// <summary>The demonstration's findings as a report for programs.</summary>
internal static class DemoReporter
{
    public static DemoReport Describe(DemoResult result, string modelName, ModelConfig config)
    {
        ModelSize size = ModelSize.Of(config);
        return new DemoReport
        {
            Model = modelName,
            Machine = MachineInfo.Read().ToString(),
            Requests = result.Requests,
            FailedRequests = result.FailedRequests,
            DifferingTokens = result.DifferingTokens,
            StallMsP50 = result.Failover.Stall(0.5),
            StallMsP99 = result.Failover.Stall(0.99),
            StallMsMax = result.Failover.Stall(1),
            RedundancySeconds = result.Failover.RedundancySeconds,
            LoadMs = result.LoadMs,
            FirstTokenMsP50 = result.Percentile(answer => answer.FirstTokenMs, 0.5),
            OutputTokens = result.OutputTokens,
            AloneTokensPerS = result.AloneTokensPerS,
            BatchedTokensPerS = result.Batch.TokensPerS,
            Exact = result.Exact,
            Expected = result.Expected,
            TotalParameters = size.TotalParameters,
            ActiveParameters = size.ActiveParameters,
            FlopsPerToken = size.FlopsPerToken(1),
            Steps = [.. result.Steps.Select(step => new DemoStepReport(step.What, step.Outcome, step.Seconds, step.Requests, step.Failed, step.DifferingTokens))],
            Answers = [.. result.Answers.Select(Describe)],
        };
    }

    private static DemoAnswerReport Describe(DemoAnswer answer) => new(
        answer.Question.Domain,
        answer.Question.Text,
        answer.Answer.Text,
        answer.IsExact,
        answer.Answer.Ids.Count,
        answer.Answer.FirstTokenMs,
        answer.Answer.TokensPerS,
        answer.ExpertsFired,
        answer.ExpertsTotal);
}
