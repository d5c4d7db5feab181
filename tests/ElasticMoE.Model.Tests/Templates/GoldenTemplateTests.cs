using ElasticMoE.Contracts;
using ElasticMoE.Model.Templates;
using ElasticMoE.Testing;

namespace ElasticMoE.Model.Tests.Templates;

public sealed class GoldenTemplateTests
{
    private static readonly string Golden = Path.Combine(Repository.Root, "tests", "golden", "templates.json");

    [Fact]
    public void EveryReferenceRenderingIsMatched()
    {
        var lines = new List<string>();

        bool holds = TemplateVerification.Run(Golden, lines.Add);

        Assert.True(holds, string.Join('\n', lines));
        Assert.Equal(7, lines.Count);
        Assert.All(lines, line => Assert.EndsWith("14/14 cases", line));
    }

    [Fact]
    public void ADifferenceIsShownAndCounts()
    {
        var lines = new List<string>();

        bool holds = Verify("""[{"name": "t", "template": "a{{ x }}c", "cases": [CASE]}]""", """ "extra": {"x": "b"}, "expect": "abd" """, lines);

        Assert.False(holds);
        Assert.Equal(["template t: 0/1 cases", "  case 0: differs at character 2: rendered \"abc\", expected \"abd\""], lines);
    }

    [Fact]
    public void ARenderingThatMustFailHasTo()
    {
        var lines = new List<string>();

        Assert.False(Verify("""[{"name": "t", "template": "a", "cases": [CASE]}]""", """ "extra": {}, "error": "any" """, lines));
        Assert.True(Verify("""[{"name": "t", "template": "{% broken", "cases": [CASE]}]""", """ "extra": {}, "error": "any" """, lines));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("""[{"name": "t"}]""")]
    [InlineData("""[{"name": 1, "template": "", "cases": []}]""")]
    [InlineData("""[{"name": "t", "template": "\ud800", "cases": []}]""")]
    [InlineData("""[{"name": "t", "template": "", "cases": {}}]""")]
    [InlineData("""[{"name": "t", "template": "", "cases": [1]}]""")]
    [InlineData("""[{"name": "t", "template": "", "cases": [{"messages": [], "tools": null, "add_generation_prompt": true, "extra": []}]}]""")]
    [InlineData("""[{"name": "t", "template": "", "cases": [{"messages": [], "tools": null, "add_generation_prompt": true, "extra": {}}]}]""")]
    public void MalformedFilesAreNamed(string content)
    {
        var failure = Assert.Throws<InputException>(() => VerifyText(content, []));

        Assert.DoesNotContain('\n', failure.Message);
    }

    [Fact]
    public void AMissingFileIsNotFound()
    {
        string file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

        var failure = Assert.Throws<InputException>(() => TemplateVerification.Run(file, _ => { }));

        Assert.Equal(ExitCode.NotFound, failure.Exit);
        Assert.Contains(file, failure.Message);
    }

    private static bool Verify(string layout, string fields, List<string> lines) =>
        VerifyText(layout.Replace("CASE", $$"""{"messages": [], "tools": null, "add_generation_prompt": true, {{fields}}}"""), lines);

    private static bool VerifyText(string content, List<string> lines)
    {
        string file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, content);
            return TemplateVerification.Run(file, lines.Add);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
