using ElasticMoE.Tidy.Sources;

namespace ElasticMoE.Tidy;

public sealed class ListedOffencesTests
{
    private const string Rule = "function-length";
    private static readonly ListedOffences Listed = new(["# rule path reason", $"{Rule} src/B.cs It is a table."], [$"{Rule} src/A.cs A.M 90"]);
    private static readonly Offence Elsewhere = new("src/B.cs", 1, "long");

    [Fact]
    public void AcceptsWhatIsListed() => Assert.Empty(Listed.Judge(Rule, [Function(90), Elsewhere]));

    [Fact]
    public void RefusesGrowth() => Assert.NotEmpty(Listed.Judge(Rule, [Function(91), Elsewhere]));

    [Fact]
    public void AsksForALowerNumberAfterShrinking() => Assert.Contains("lower the number", Assert.Single(Listed.Judge(Rule, [Function(80), Elsewhere])));

    [Fact]
    public void AsksForDeletionOfIdleLines()
    {
        Assert.Contains("baseline.txt", Assert.Single(Listed.Judge(Rule, [Elsewhere])));
        Assert.Contains("exceptions.txt", Assert.Single(Listed.Judge(Rule, [Function(90)])));
    }

    [Fact]
    public void OtherFilesAndMembersAreNotCovered()
    {
        Assert.Equal(2, Listed.Judge(Rule, [Function(90) with { Member = "A.N" }, Elsewhere]).Count());
        Assert.Contains("src/C.cs", Listed.Judge(Rule, [Function(90), Elsewhere, new("src/C.cs", 1, "long")]).Single());
    }

    [Fact]
    public void RefusesALineWithoutReason() => Assert.Throws<InvalidDataException>(() => new ListedOffences([$"{Rule} src/B.cs"], []));

    private static Offence Function(int lines) => new("src/A.cs", 1, "long") { Member = "A.M", Size = lines };
}
