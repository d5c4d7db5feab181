using System.Text.Json;
using ElasticMoE.Contracts;
using ElasticMoE.Model.Files;

namespace ElasticMoE.Node.Chaos.Reports;

/// <summary>What several runs have found.</summary>
/// <param name="Runs">One report for each scenario, without timelines.</param>
internal sealed record ChaosRuns(IReadOnlyList<ChaosReport> Runs)
{
    /// <summary>Reads what `emoe chaos report --all --json` has written.</summary>
    /// <exception cref="InputException">It isn't there, or is something else; names the cause.</exception>
    public static ChaosRuns Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(InputFile.ReadBytes(path, Limits.ChaosRunsBytesMax).Span, ChaosJson.OneLine.ChaosRuns) is { Runs: not null } runs ? runs : throw new InputException(path, "holds no runs");
        }
        catch (JsonException wrong)
        {
            throw new InputException(path, $"holds no runs: {wrong.Message.ReplaceLineEndings(" ")}", inner: wrong);
        }
    }
}
