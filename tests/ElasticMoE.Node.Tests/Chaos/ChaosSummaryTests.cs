using ElasticMoE.Node.Chaos.Reports;

namespace ElasticMoE.Node.Tests.Chaos;

public sealed class ChaosSummaryTests
{
    [Fact]
    public void A_page_has_a_row_for_each_scenario_and_says_what_did_not_hold()
    {
        ChaosReport held = ChaosVerdictTests.Good with { Machine = "a machine", Cluster = "a model on 3 nodes", Command = "emoe chaos run kill-node", StallMsP99Bound = 300, EqualPaceShare = 0.985, SettledSeconds = 12.5 };
        ChaosReport broken = held with { Scenario = "cut-node", Broken = ["1 requests failed"], Unclaimed = ["a bound of stalls"], Aborted = "it was told to stop", StallMsP99Bound = null, EqualPaceShare = null };

        string page = PageOf(held, broken);

        Assert.Contains("a model on 3 nodes; 16 streams. a machine.", page, StringComparison.Ordinal);
        Assert.Contains("| kill-node | 20 | 300 | 0 | 0 | 50.0 ms, 200 ms, 400 ms | 300 ms | 1000, 700, 960 | 96.0 % | 98.5 % | 97.0 % |  | 6.0 s | 12.5 s | yes |", page, StringComparison.Ordinal);
        Assert.Contains("| 96.0 % |  | 97.0 % |  | 6.0 s | 12.5 s | **no** |", page, StringComparison.Ordinal);
        Assert.Contains("- cut-node: it stopped itself: it was told to stop; 1 requests failed.", page, StringComparison.Ordinal);
        Assert.Contains("- cut-node: a bound of stalls.", page, StringComparison.Ordinal);
        Assert.Contains("emoe chaos run kill-node   #", page, StringComparison.Ordinal);
        Assert.Contains("| 97.0 % | 96.8 % (95.0 %, 98.5 %) | 6.0 s |", PageOf(held with { Earlier = [new(0.95, 0.96)] }), StringComparison.Ordinal);
        Assert.DoesNotContain("did not hold", PageOf(held), StringComparison.Ordinal);
        int[] columns = [.. page.Split('\n').Where(line => line.StartsWith('|')).Select(line => line.Count(letter => letter == '|'))];
        Assert.All(columns, count => Assert.Equal(columns[0], count));
    }

    private static string PageOf(params ChaosReport[] runs)
    {
        using var text = new StringWriter { NewLine = "\n" };
        new ChaosSummary(new(runs)).Write(text);
        return text.ToString();
    }
}
