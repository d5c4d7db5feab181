using System.Text.Json.Serialization;

namespace ElasticMoE.Node.Hosting;

/// <summary>JSON of a node's store, generated at compile time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(AssignmentEntry[]))]
internal sealed partial class HostingJson : JsonSerializerContext;
