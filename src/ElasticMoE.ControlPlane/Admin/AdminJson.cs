using System.Text.Json;
using System.Text.Json.Serialization;
using ElasticMoE.ControlPlane.Admin.Reports;

namespace ElasticMoE.ControlPlane.Admin;

/// <summary>JSON of the admin interface, generated at compile time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(StatusReport))]
[JsonSerializable(typeof(IReadOnlyList<NodeSummary>))]
[JsonSerializable(typeof(NodeDetails))]
[JsonSerializable(typeof(IReadOnlyList<ExpertSummary>))]
[JsonSerializable(typeof(ExpertDetails))]
[JsonSerializable(typeof(PlacementReport))]
[JsonSerializable(typeof(PlanReport))]
[JsonSerializable(typeof(IReadOnlyList<ChangeSummary>))]
[JsonSerializable(typeof(AutoscaleReport))]
[JsonSerializable(typeof(IReadOnlyList<ScaleExplanation>))]
[JsonSerializable(typeof(IReadOnlyList<TeamReport>))]
[JsonSerializable(typeof(IReadOnlyList<OperationReport>))]
[JsonSerializable(typeof(IReadOnlyList<EventReport>))]
[JsonSerializable(typeof(OutcomeReport))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class AdminJson : JsonSerializerContext;
