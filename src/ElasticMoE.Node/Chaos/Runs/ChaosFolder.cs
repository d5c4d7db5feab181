using System.Text.Json;
using ElasticMoE.Contracts;
using ElasticMoE.Node.Chaos.Reports;
using ElasticMoE.Node.Chaos.Scenarios;
using ElasticMoE.Node.Clusters;

namespace ElasticMoE.Node.Chaos.Runs;

/// <summary>What chaos runs leave in a cluster's folder: their reports, and while one runs, which process it is.</summary>
internal sealed class ChaosFolder(ClusterFolder cluster)
{
    private const string Running = "running.json", Latest = "latest.json";

    private string Root => cluster.ChaosReports;

    /// <summary>Notes this process as the one that runs; until the result is disposed no other may.</summary>
    /// <exception cref="InputException">Another runs (exit code: conflict).</exception>
    public IDisposable Enter(ProcessRecord self)
    {
        Directory.CreateDirectory(Root);
        FileStream held;
        try
        {
            held = new FileStream(PathOf("lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException busy)
        {
            throw new InputException(cluster.Root, "a chaos run is under way; 'emoe chaos stop' ends it", ExitCode.Conflict, busy);
        }
        File.WriteAllText(PathOf(Running), JsonSerializer.Serialize(self, ClusterJson.Default.ProcessRecord));
        return held;
    }

    /// <summary>The process that runs one, or ran the last; null where none ever did.</summary>
    public ProcessRecord? TryReadRunning() => File.Exists(PathOf(Running)) ? ClusterFolder.ReadJson(PathOf(Running), ClusterJson.Default.ProcessRecord, "record of a process", Limits.ChaosRunsBytesMax) : null;

    /// <summary>Keeps a report, as the latest and under its scenario's name.</summary>
    public void Save(ChaosReport report)
    {
        string text = JsonSerializer.Serialize(report, ChaosJson.OneLine.ChaosReport);
        foreach (string name in (string[])[Latest, $"{report.Scenario}.json"])
        {
            File.WriteAllText(PathOf(name + ".new"), text);
            File.Move(PathOf(name + ".new"), PathOf(name), overwrite: true);
        }
    }

    /// <summary>The report of a scenario's last run; of the last of all where none is named.</summary>
    /// <exception cref="InputException">There is none.</exception>
    public ChaosReport Read(string? scenario)
    {
        string path = PathOf(scenario is null ? Latest : $"{Path.GetFileName(scenario)}.json");
        if (!File.Exists(path))
            throw new InputException(scenario ?? cluster.Root, "no chaos run has left a report here", ExitCode.NotFound);
        return ClusterFolder.ReadJson(path, ChaosJson.OneLine.ChaosReport, "report of a chaos run", Limits.ChaosRunsBytesMax);
    }

    /// <summary>The report of each scenario's last run, scenarios that have a name in their order and then the others.</summary>
    /// <param name="others">Runs from elsewhere, which stand for scenarios that have left no report here.</param>
    /// <exception cref="InputException">There is none.</exception>
    public IReadOnlyList<ChaosReport> ReadAll(IReadOnlyList<ChaosReport> others)
    {
        string[] files = Directory.Exists(Root) ? Directory.GetFiles(Root, "*.json") : [];
        IEnumerable<string> names = files.Select(file => Path.GetFileNameWithoutExtension(file)).Where(name => $"{name}.json" is not (Running or Latest));
        ChaosReport[] runs = [.. names.Select(Read).Concat(others).DistinctBy(run => run.Scenario)];
        if (runs.Length == 0)
            throw new InputException(cluster.Root, "no chaos run has left a report here", ExitCode.NotFound);
        List<string> known = [.. ChaosScenarios.All.Select(scenario => scenario.Name)];
        return [.. runs.OrderBy(run => known.IndexOf(run.Scenario) is >= 0 and var place ? place : known.Count).ThenBy(run => run.Scenario, StringComparer.Ordinal)];
    }

    private string PathOf(string name) => Path.Combine(Root, name);
}
