using ElasticMoE.Tidy.Sources;

namespace ElasticMoE.Tidy;

/// <summary>Each rule notices what it is there for, and nothing else.</summary>
public sealed class RuleTests
{
    public static TheoryData<string> RuleNames => new(AllRules.Names);

    [Theory]
    [MemberData(nameof(RuleNames))]
    public void NoticesEveryBadSample(string name)
    {
        SourceFile[][] samples = [.. AllRules.Get(name).Bad];

        Assert.NotEmpty(samples);
        Assert.All(samples, sample => Assert.NotEmpty(AllRules.Get(name).Check(SourceTree.Of(sample))));
    }

    [Theory]
    [MemberData(nameof(RuleNames))]
    public void LeavesGoodSamplesAlone(string name) =>
        Assert.All(AllRules.Get(name).Good, sample => Assert.Empty(AllRules.Get(name).Check(SourceTree.Of(sample))));
}
