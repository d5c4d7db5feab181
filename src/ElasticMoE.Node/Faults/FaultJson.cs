using System.Text.Json;
using System.Text.Json.Serialization;

namespace ElasticMoE.Node.Faults;

/// <summary>JSON of faults, generated at compile time.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(Fault))]
internal sealed partial class FaultJson : JsonSerializerContext;
