using ElasticMoE.Node.Evaluation;
using ElasticMoE.Node.Prompts;

namespace ElasticMoE.Node.Demonstration;

/// <summary>Chooses what the demonstration asks.</summary>
internal static class DemoQuestions
{
    private const string CasesName = "eval.jsonl";

    /// <summary>
    /// Of each domain of the model's own cases the first that was kept out of training, else its first; nothing is picked by hand. A model without
    /// cases is asked three general questions.
    /// </summary>
    public static IReadOnlyList<DemoQuestion> Choose(string directory)
    {
        string path = Path.Combine(directory, CasesName);
        return File.Exists(path)
            ? [.. JsonLines.Read(path, EvaluationJson.Default.EvalCase).GroupBy(c => c.Domain).Select(domain => Question(domain.FirstOrDefault(c => c.HeldOut) ?? domain.First()))]
            : General;
    }

    private static IReadOnlyList<DemoQuestion> General { get; } =
    [
        Question("knowledge", "What is the capital of France?"),
        Question("code", "Write a function that returns the largest of three numbers."),
        Question("story", "Tell a short story about a fox and a kite."),
    ];

    private static DemoQuestion Question(EvalCase c) => new(c.Domain, c.Messages, c);

    private static DemoQuestion Question(string domain, string text) => new(domain, [new ChatMessage("user", text)], null);
}
