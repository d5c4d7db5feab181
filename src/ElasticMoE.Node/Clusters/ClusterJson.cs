using System.Text.Json.Serialization;

namespace ElasticMoE.Node.Clusters;

/// <summary>JSON of a cluster's folder, generated at compile time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(ClusterFile))]
[JsonSerializable(typeof(MapFile))]
[JsonSerializable(typeof(ProcessRecord))]
internal sealed partial class ClusterJson : JsonSerializerContext;
