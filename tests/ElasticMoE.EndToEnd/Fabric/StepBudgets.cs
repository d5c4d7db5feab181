using System.Text.Json;
using ElasticMoE.Testing;

namespace ElasticMoE.EndToEnd.Fabric;

/// <summary>What a step of the default model may cost: bench/budgets.json.</summary>
/// <param name="WeightBytesPerToken">By format ("exact", "q8", "q4"): bytes of the matrices that a token is multiplied with.</param>
/// <param name="BarriersPerStep">By sequences that decode: jobs on which all threads wait for each other.</param>
/// <param name="AllocatedBytesPerStep">On any thread.</param>
/// <param name="FramesPerLayer">By nodes, eight sequences: frames that a router gets back.</param>
internal sealed record StepBudgets(
    Dictionary<string, long> WeightBytesPerToken, Dictionary<int, int> BarriersPerStep, long AllocatedBytesPerStep, Dictionary<int, int> FramesPerLayer)
{
    public static StepBudgets Read() =>
        JsonSerializer.Deserialize<StepBudgets>(File.ReadAllText(Repository.PathOf("bench", "budgets.json")), JsonSerializerOptions.Web)!;
}
