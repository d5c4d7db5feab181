using System.Globalization;
using System.Text.Json.Nodes;

namespace ElasticMoE.Node.Kubernetes;

/// <summary>What came of a policy, as its status has it.</summary>
/// <param name="Reason">One word, for programs.</param>
/// <param name="Message">Why it isn't applied, for people.</param>
/// <param name="Awake">Awake replicas of its experts, together; null where it isn't applied.</param>
internal sealed record PolicyOutcome(string Reason, string Message, int? Awake = null)
{
    private const string Applied = "Applied";

    /// <summary>Everything it wants is commanded.</summary>
    public static PolicyOutcome Done(int awake) => new(Applied, "", awake);

    /// <summary>It makes no sense.</summary>
    public static PolicyOutcome Invalid(string cause) => new("Invalid", cause);

    /// <summary>Another policy has an expert that it names.</summary>
    public static PolicyOutcome Conflict(string cause) => new("Conflict", cause);

    /// <summary>The cluster refuses a command.</summary>
    public static PolicyOutcome Refused(string cause) => new("Refused", cause);

    /// <summary>The fields of the status that say so.</summary>
    /// <param name="policy">Whose; where its condition was the same before, it has been so since then.</param>
    /// <param name="now">The time.</param>
    public JsonObject ToJson(ExpertPolicy policy, DateTimeOffset now)
    {
        string status = Reason == Applied ? "True" : "False";
        JsonObject? known = (policy.Status["conditions"] as JsonArray)?.OfType<JsonObject>().FirstOrDefault(one => (string?)one["type"] == Applied);
        JsonNode? since = known is not null && (string?)known["status"] == status ? known["lastTransitionTime"]?.DeepClone() : null;
        return new()
        {
            ["observedGeneration"] = policy.Generation,
            ["awakeReplicas"] = Awake,
            ["conditions"] = new JsonArray(new JsonObject
            {
                ["type"] = Applied,
                ["status"] = status,
                ["reason"] = Reason,
                ["message"] = Message,
                ["observedGeneration"] = policy.Generation,
                ["lastTransitionTime"] = since ?? now.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            }),
        };
    }
}
