using ElasticMoE.Contracts;
using ElasticMoE.Node.Evaluation;
using ElasticMoE.Testing;

namespace ElasticMoE.Node.Tests.Evaluation;

public sealed class EvalCaseTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("emoe-eval").FullName;

    [Fact]
    public void The_default_model_s_cases_are_read()
    {
        List<EvalCase> cases = JsonLines.Read(Repository.PathOf("models/emoe-mini/eval.jsonl"), EvaluationJson.Default.EvalCase);
        List<GoldenCase> golden = JsonLines.Read(Repository.PathOf("models/emoe-mini/golden.jsonl"), EvaluationJson.Default.GoldenCase);

        Assert.Equal(523, cases.Count);
        Assert.Equal(14, cases.Select(c => c.Domain).Distinct().Count());
        Assert.Equal(415, cases.Count(c => c.HeldOut));
        Assert.All(cases, c => Assert.True(c.IsExact(c.Answer), c.Answer));
        Assert.All(golden, g => Assert.InRange(g.OutputIds.Count, 1, 160));
    }

    [Theory]
    [InlineData("a fox, a kite", true)]
    [InlineData("a kite", false)]
    public void A_free_answer_must_contain_every_part(string text, bool exact)
    {
        var free = new EvalCase { Domain = "story", Messages = [], Answer = "unused", Contains = ["fox", "kite"] };

        Assert.Equal(exact, free.IsExact(text));
    }

    [Theory]
    [InlineData("2 + 2 = 4", true)]
    [InlineData("2 + 2 = 4 ", false)]
    public void Any_other_answer_must_be_equal(string text, bool exact)
    {
        var strict = new EvalCase { Domain = "arithmetic", Messages = [], Answer = "2 + 2 = 4" };

        Assert.Equal(exact, strict.IsExact(text));
    }

    [Theory]
    [InlineData("{\"domain\":\"a\"}\n", ":1")]
    [InlineData("{\"domain\":\"a\",\"messages\":[],\"answer\":\"x\"}\n\nnot json\n", ":3")]
    [InlineData("{\"domain\":\"a\",\"messages\":[],\"answer\":null}\n", ":1")]
    [InlineData("null\n", ":1")]
    [InlineData("\n", "holds no case")]
    public void A_wrong_line_is_named(string content, string expected)
    {
        string path = Path.Combine(_folder, "eval.jsonl");
        File.WriteAllText(path, content);

        var refused = Assert.Throws<InputException>(() => JsonLines.Read(path, EvaluationJson.Default.EvalCase));

        Assert.StartsWith(path, refused.Message, StringComparison.Ordinal);
        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_not_found()
    {
        var refused = Assert.Throws<InputException>(() => JsonLines.Read(Path.Combine(_folder, "none.jsonl"), EvaluationJson.Default.EvalCase));

        Assert.Equal(ExitCode.NotFound, refused.Exit);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
