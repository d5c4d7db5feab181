using System.Text.RegularExpressions;
using ElasticMoE.Testing;

namespace ElasticMoE.Tidy.Operations;

/// <summary>Each alert has a runbook with all its parts, and none is left over.</summary>
public sealed partial class AlertTests
{
    private static readonly string[] s_parts = ["## Symptom", "## What to look at", "## Commands", "## When it is over"];

    private static readonly string s_rules = File.ReadAllText(Repository.PathOf("ops", "prometheus", "alerts.yml"));

    [Fact]
    public void EveryAlertHasARunbookAndEveryRunbookAnAlert()
    {
        string[] alerts = [.. Alert().Matches(s_rules).Select(match => match.Groups[1].Value).Order(StringComparer.Ordinal)];
        Assert.NotEmpty(alerts);
        Assert.Equal(alerts, Directory.EnumerateFiles(Repository.PathOf("ops", "runbooks"), "*.md").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal));
        Assert.All(alerts, alert => Assert.Contains($"runbook: ops/runbooks/{alert}.md\n", s_rules, StringComparison.Ordinal));
        foreach (string alert in alerts)
        {
            string page = File.ReadAllText(Repository.PathOf("ops", "runbooks", $"{alert}.md"));
            Assert.All(s_parts, part => Assert.Contains(part, page, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void TheOperatorsRulesAreTheSame()
    {
        string[] wanted = [.. s_rules.TrimEnd('\n').Split('\n').Select(line => $"  {line}")];
        string[] resource = File.ReadAllText(Repository.PathOf("k8s", "components", "monitoring", "rules.yaml")).TrimEnd('\n').Split('\n');
        Assert.Equal(wanted, resource[(Array.IndexOf(resource, "spec:") + 1)..]);
    }

    [GeneratedRegex(@"^\s+- alert: (\w+)$", RegexOptions.Multiline)]
    private static partial Regex Alert();
}
