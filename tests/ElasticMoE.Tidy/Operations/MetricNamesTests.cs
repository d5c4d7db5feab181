using System.Text.RegularExpressions;
using ElasticMoE.Testing;

namespace ElasticMoE.Tidy.Operations;

/// <summary>Whatever dashboards, rules, runbooks and pages say of metrics is so in the code.</summary>
public sealed partial class MetricNamesTests
{
    public static TheoryData<string> Files => new(Directory
        .EnumerateFiles(Repository.PathOf("ops"), "*", SearchOption.AllDirectories)
        .Concat(Directory.EnumerateFiles(Repository.PathOf("k8s"), "*", SearchOption.AllDirectories))
        .Append(Repository.PathOf("docs", "operations.md"))
        .Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'))
        .Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Files))]
    public void EveryMetricNamedIsOneOfTheCode(string file) => Assert.Empty(Metrics.Unknown(File.ReadAllText(Repository.PathOf(file))));

    [Fact]
    public void AnUnknownNameIsNoticed()
    {
        Assert.Equal(["emoe_nothing_of_the_kind"], Metrics.Unknown("rate(emoe_nothing_of_the_kind[5m]) / emoe_requests_running"));
        Assert.Empty(Metrics.Unknown("emoe_request_seconds_bucket{le=\"1\"} emoe_request_seconds_count"));
    }

    [Fact]
    public void ThePageListsEveryMetricOfTheCodeAndNoOther()
    {
        string[] listed = [.. Row().Matches(File.ReadAllText(Repository.PathOf("docs", "metrics.md"))).Select(match => match.Groups[1].Value)];
        Assert.Equal(Metrics.InCode.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    [GeneratedRegex(@"^\| ((?:emoe_|vllm:)[a-z_]+) \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
