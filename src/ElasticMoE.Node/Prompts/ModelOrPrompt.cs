using System.CommandLine;
using ElasticMoE.Contracts;

namespace ElasticMoE.Node.Prompts;

/// <summary>What stands behind a command's name: a GGUF file, a prompt, or both in this order.</summary>
/// <param name="Model">The file, or null.</param>
/// <param name="Prompt">The prompt, or null.</param>
internal sealed record ModelOrPrompt(string? Model, string? Prompt)
{
    public static Argument<string[]> CreateArgument() => new("PROMPT")
    {
        Arity = new ArgumentArity(0, 2),
        Description = "The prompt; without it, --file or standard input. A GGUF file may stand before it, in place of --model.",
    };

    public static ModelOrPrompt Read(ParseResult parsed, Argument<string[]> argument, Option<string?> model)
    {
        string[] words = parsed.GetValue(argument) ?? [];
        if (words is not [var first, ..] || !first.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase))
            return words.Length < 2 ? new(null, words.FirstOrDefault()) : throw new InputException(words[0], "is no GGUF file, and a prompt is one argument", ExitCode.Usage);
        return parsed.GetValue(model) is null
            ? new(first, words.ElementAtOrDefault(1))
            : throw new InputException(first, "is given beside --model", ExitCode.Usage);
    }
}
