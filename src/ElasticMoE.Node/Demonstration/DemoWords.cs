using ElasticMoE.Node.Generation;
using ElasticMoE.Node.Output;
using ElasticMoE.Node.Terminal;

namespace ElasticMoE.Node.Demonstration;

/// <summary>The demonstration's findings in words.</summary>
internal static class DemoWords
{
    /// <summary>One line on an answer, and where it is not the expected one, what that is.</summary>
    public static IReadOnlyList<string> Verdict(DemoAnswer answer, Palette palette)
    {
        string judged = answer.IsExact switch
        {
            true => palette.Good("✓ as expected") + palette.Dim(", "),
            false => palette.Bad("✗ not as expected") + palette.Dim(", "),
            null => "",
        };
        string line = judged + palette.Dim(Speed(answer.Answer) + $", {answer.ExpertsFired} of {answer.ExpertsTotal} experts fired");
        if (answer.Answer.IsFailed)
            return [line, palette.Bad(answer.Answer.Finish?.Message ?? "failed")];
        return answer.IsExact == false ? [line, palette.Warn($"expected: {Expected(answer)}")] : [line];
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
