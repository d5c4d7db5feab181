using ElasticMoE.Testing;
using ElasticMoE.Tidy.Rules;
using ElasticMoE.Tidy.Sources;

namespace ElasticMoE.Tidy;

/// <summary>The repository obeys its rules.</summary>
public sealed class RepositoryTests
{
    private static readonly Lazy<SourceTree> Tree = new(() => SourceTree.Load(Repository.Root));
    private static readonly Lazy<ListedOffences> Listed = new(() => ListedOffences.Load(Repository.Root));

    public static TheoryData<string> RuleNames => new(AllRules.Names);

    [Theory]
    [MemberData(nameof(RuleNames))]
    public void RepositoryObeys(string name)
    {
        Rule rule = AllRules.Get(name);

        string[] offences = [.. Listed.Value.Judge(name, [.. rule.Check(Tree.Value)])];

        Assert.True(offences.Length == 0, string.Join('\n', offences.Prepend($"{offences.Length} offences against {name}:")));
    }

    [Fact]
    public void TreeHoldsTheRepository()
    {
        Assert.Contains("src/ElasticMoE.Node/Program.cs", Tree.Value.Code.Select(file => file.Path));
        Assert.Contains("emoe", Tree.Value.Files.Select(file => file.Path));
        Assert.Contains("models/emoe-mini/model.safetensors", Tree.Value.Paths);
    }
}
