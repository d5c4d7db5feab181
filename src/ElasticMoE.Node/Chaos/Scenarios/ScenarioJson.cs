using System.Text.Json;
using System.Text.Json.Serialization;

namespace ElasticMoE.Node.Chaos.Scenarios;

/// <summary>
/// JSON of scenarios, generated at compile time; what isn't known is refused. Whatever has a default has a setter: generated code gives properties that are only
/// initialized the zero of their type where a file says nothing of them.
/// </summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(ChaosScenario))]
internal sealed partial class ScenarioJson : JsonSerializerContext;
