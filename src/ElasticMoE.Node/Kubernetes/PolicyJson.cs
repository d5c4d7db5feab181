using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace ElasticMoE.Node.Kubernetes;

/// <summary>Objects of Kubernetes.</summary>
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class PolicyJson : JsonSerializerContext;
