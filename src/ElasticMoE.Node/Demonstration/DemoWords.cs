using ElasticMoE.Node.Generation;
using ElasticMoE.Node.Output;
using ElasticMoE.Node.Terminal;

namespace ElasticMoE.Node.Demonstration;

/// <summary>The demonstration's findings in words.</summary>
internal static class DemoWords
{
    /// <summary>What is to be said on an answer, and where it is not the expected one, what that is.</summary>
    public static IReadOnlyList<string> Verdict(DemoAnswer answer, Palette palette, int columns)
    {
        string judged = answer.IsExact switch { true => "✓ as expected", false => "✗ not as expected", null => "" };
        string rest = $"{(judged.Length > 0 ? ", " : "")}{Speed(answer.Answer)}, {answer.ExpertsFired} of {answer.ExpertsTotal} experts fired";
        List<string> lines = [.. TextWrap.Lines(judged + rest, columns).Select((line, i) => i == 0
            ? (answer.IsExact == false ? palette.Bad(judged) : palette.Good(judged)) + palette.Dim(line[judged.Length..])
            : palette.Dim(line))];
        if (answer.Answer.IsFailed)
            lines.AddRange(TextWrap.Lines(answer.Answer.Finish?.Message ?? "failed", columns).Select(palette.Bad));
        else if (answer.IsExact == false)
            lines.AddRange(TextWrap.Lines($"expected: {Expected(answer)}", columns).Select(palette.Warn));
        return lines;
    }

    /// <summary>"9 tokens, 512 tokens/s, first after 8.1 ms".</summary>
    public static string Speed(Answer answer)
    {
        string rate = answer.TokensPerS > 0 ? $", {Figures.Fixed(answer.TokensPerS, 0)} tokens/s" : "";
        return $"{answer.Ids.Count} tokens{rate}, first after {Figures.Duration(TimeSpan.FromMilliseconds(answer.FirstTokenMs))}";
    }

    private static string Expected(DemoAnswer answer) =>
        TextWrap.Printable(answer.Question.Expected!.Contains is { } parts ? string.Join(" … ", parts) : answer.Question.Expected.Answer).ReplaceLineEndings(" ⏎ ");
}
