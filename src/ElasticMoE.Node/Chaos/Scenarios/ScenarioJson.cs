using System.Text.Json;
using System.Text.Json.Serialization;

namespace ElasticMoE.Node.Chaos.Scenarios;

/// <summary>JSON of scenarios, generated at compile time; what isn't known is refused.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(ChaosScenario))]
internal sealed partial class ScenarioJson : JsonSerializerContext;
