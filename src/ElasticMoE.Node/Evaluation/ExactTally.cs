using ElasticMoE.Node.Reports;

namespace ElasticMoE.Node.Evaluation;

/// <summary>Counts exact answers, in all and per domain, in the order in which domains first occur.</summary>
internal static class ExactTally
{
    public static ExactCount Total(IEnumerable<(EvalCase Case, string Text)> answers) =>
        answers.Aggregate(new ExactCount(0, 0), (count, answer) => new ExactCount(count.N + 1, count.Exact + (answer.Case.IsExact(answer.Text) ? 1 : 0)));

    public static IReadOnlyDictionary<string, ExactCount> PerDomain(IEnumerable<(EvalCase Case, string Text)> answers) =>
        answers.GroupBy(answer => answer.Case.Domain).ToDictionary(domain => domain.Key, Total);
}
