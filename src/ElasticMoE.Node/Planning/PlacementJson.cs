using System.Text.Json.Serialization;

namespace ElasticMoE.Node.Planning;

/// <summary>JSON of reference placements, generated at compile time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(List<PlacementCase?>))]
internal sealed partial class PlacementJson : JsonSerializerContext;
