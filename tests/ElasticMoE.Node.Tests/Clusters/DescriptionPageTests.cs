using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using ElasticMoE.Node.Clusters;
using ElasticMoE.Testing;

namespace ElasticMoE.Node.Tests.Clusters;

/// <summary>docs/configuration.md has every key of a cluster's description, and the manifests use no other.</summary>
public sealed partial class DescriptionPageTests
{
    private static readonly string[] s_keys = [.. typeof(ClusterFile).GetProperties()
        .Where(property => property.GetCustomAttribute<JsonIgnoreAttribute>() is null)
        .Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name))];

    [Fact]
    public void Every_key_is_on_the_page()
    {
        string page = File.ReadAllText(Repository.PathOf("docs", "configuration.md"));
        int start = page.IndexOf("## The description of a cluster", StringComparison.Ordinal), end = page.IndexOf("\n## ", start, StringComparison.Ordinal);
        Assert.Equal(s_keys.Order(StringComparer.Ordinal), Row().Matches(page[start..end]).Select(row => row.Groups[1].Value).Order(StringComparer.Ordinal));
        Assert.Contains($"| `graceSeconds` | {ClusterFile.GraceDefault:0} |", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("k8s", "base")]
    [InlineData("k8s", "overlays", "prod")]
    public void A_manifests_description_has_no_other_keys(params string[] folder)
    {
        using JsonDocument described = JsonDocument.Parse(File.ReadAllText(Repository.PathOf([.. folder, "cluster.json"])));
        Assert.All(described.RootElement.EnumerateObject(), key => Assert.Contains(key.Name, s_keys));
    }

    [GeneratedRegex(@"^\| `(\w+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
