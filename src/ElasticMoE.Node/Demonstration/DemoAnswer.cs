using ElasticMoE.Node.Generation;

namespace ElasticMoE.Node.Demonstration;

/// <summary>A question, its answer given alone, and how many experts of all mixture layers fired for it.</summary>
internal sealed record DemoAnswer(DemoQuestion Question, Answer Answer, int ExpertsFired, int ExpertsTotal)
{
    /// <summary>Whether the answer is the expected one; null where none is known.</summary>
    public bool? IsExact => Question.Expected?.IsExact(Answer.Text);
}
