using System.Text.Json;
using System.Text.Json.Nodes;
using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.ControlPlane.Admin;

namespace ElasticMoE.Node.Kubernetes;

/// <summary>A custom resource that says within what the autoscaler decides about some experts, and where they are pinned; k8s/components/expert-policies has its schema.</summary>
internal sealed class ExpertPolicy
{
    /// <summary>Keeps a policy that is deleted until what it has set is taken back.</summary>
    public const string Finalizer = "emoe.dev/expert-policy";

    /// <summary>The API that policies belong to.</summary>
    public const string Api = "emoe.dev/v1alpha1";

    private readonly JsonNode _object;

    /// <param name="read">As Kubernetes has it.</param>
    public ExpertPolicy(JsonNode read) => _object = read;

    public string Name => (string)_object["metadata"]!["name"]!;

    public string Version => (string?)_object["metadata"]!["resourceVersion"] ?? "";

    public long Generation => (long?)_object["metadata"]!["generation"] ?? 0;

    /// <summary>When it was made; where two name the same expert, the older one counts.</summary>
    public string Created => (string?)_object["metadata"]!["creationTimestamp"] ?? "";

    /// <summary>Whether somebody has deleted it.</summary>
    public bool IsDeleted => _object["metadata"]!["deletionTimestamp"] is not null;

    /// <summary>Whoever keeps it from being deleted.</summary>
    public IReadOnlyList<string> Finalizers => [.. (_object["metadata"]!["finalizers"] as JsonArray ?? []).Select(one => (string)one!)];

    /// <summary>What was said of it last.</summary>
    public JsonObject Status => _object["status"] as JsonObject ?? [];

    /// <summary>What it has set, or was about to.</summary>
    public PolicyGoal? Applied => Status["applied"] is JsonObject applied ? Read(applied) : null;

    /// <summary>What it wants.</summary>
    /// <exception cref="InputException">It makes no sense; names the field.</exception>
    public PolicyGoal Goal
    {
        get
        {
            PolicyGoal goal = Read(_object["spec"] as JsonObject ?? throw new InputException("spec", "is missing"));
            return goal.Bounds.IsValid ? goal : throw new InputException("spec", $"{goal.Bounds.Min} to {goal.Bounds.Max} replicas are no range");
        }
    }

    private static PolicyGoal Read(JsonObject fields)
    {
        var spec = new AdminArguments(JsonSerializer.SerializeToElement(fields, PolicyJson.Default.JsonObject),
        [
            Field("experts", AdminParameterKind.Experts, isRequired: true), Field("maxReplicas", AdminParameterKind.Count, isRequired: true),
            Field("minReplicas", AdminParameterKind.Count), Field("sleepAfterSeconds", AdminParameterKind.Count), Field("pins", AdminParameterKind.Text),
        ]);
        return new(
            spec.Experts("experts"),
            new((int)spec.NumberOr("minReplicas", 0, Limits.NodesMax), (int)spec.Number("maxReplicas", Limits.NodesMax), 1000 * spec.NumberOr("sleepAfterSeconds", 0, ScaleBounds.SleepAfterMsMax / 1000)),
            [.. (fields["pins"] as JsonArray ?? []).Select(ReadPin)]);
    }

    private static PolicyPin ReadPin(JsonNode? pin)
    {
        var fields = new AdminArguments(JsonSerializer.SerializeToElement(pin as JsonObject ?? [], PolicyJson.Default.JsonObject), [Field("node", AdminParameterKind.Node, isRequired: true), Field("awake", AdminParameterKind.Flag)]);
        return new(fields.Node("node"), fields.Flag("awake"));
    }

    private static AdminParameter Field(string name, AdminParameterKind kind, bool isRequired = false) => new(name, kind, "") { IsRequired = isRequired };
}
