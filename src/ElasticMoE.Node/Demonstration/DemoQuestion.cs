using ElasticMoE.Node.Evaluation;
using ElasticMoE.Node.Prompts;

namespace ElasticMoE.Node.Demonstration;

/// <summary>One prompt of the demonstration.</summary>
/// <param name="Domain">What it is about.</param>
/// <param name="Messages">The conversation.</param>
/// <param name="Expected">The case it comes from, where the right answer is known.</param>
internal sealed record DemoQuestion(string Domain, IReadOnlyList<ChatMessage> Messages, EvalCase? Expected)
{
    /// <summary>The last message.</summary>
    public string Text => Messages[^1].Content;
}
