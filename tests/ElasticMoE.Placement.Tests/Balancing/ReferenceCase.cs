using System.Text.Json;
using ElasticMoE.Placement.Balancing;
using ElasticMoE.Testing;

namespace ElasticMoE.Placement.Tests.Balancing;

/// <summary>One case of the reference data.</summary>
internal sealed record ReferenceCase(string Name, SlotProblem[] Layers, double[] GreedyHierarchical, double[] GreedyGlobal)
{
    public static ReferenceCase[] All { get; } = Read();

    public double[] Greedy(BalancePolicy policy) => policy == BalancePolicy.Global ? GreedyGlobal : GreedyHierarchical;

    private static ReferenceCase[] Read()
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("tests", "golden", "placement.json")));
        return [.. document.RootElement.EnumerateArray().Select(Read)];
    }

    private static ReferenceCase Read(JsonElement entry) => new(
        entry.GetProperty("name").GetString()!,
        [.. entry.GetProperty("load").EnumerateArray().Select(load => new SlotProblem
        {
            Load = Numbers(load),
            Replicas = entry.GetProperty("replicas").GetInt32(),
            Groups = entry.GetProperty("groups").GetInt32(),
            Nodes = entry.GetProperty("nodes").GetInt32(),
            Devices = entry.GetProperty("devices").GetInt32(),
        })],
        Numbers(entry.GetProperty("greedy_hierarchical")),
        Numbers(entry.GetProperty("greedy_global")));

    private static double[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(number => number.GetDouble())];
}
