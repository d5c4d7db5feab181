using System.Globalization;
using System.Text.Json;
using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;

namespace ElasticMoE.ControlPlane.Admin;

/// <summary>The fields of a request, read and checked one by one. Every member throws <see cref="InputException"/> (exit code: usage) that names the field.</summary>
public sealed class AdminArguments
{
    private readonly JsonElement _fields;

    /// <param name="fields">A JSON object.</param>
    /// <param name="parameters">The fields it may have.</param>
    /// <exception cref="InputException">It is no object, has another field, or lacks one that has to be there.</exception>
    public AdminArguments(JsonElement fields, IEnumerable<AdminParameter> parameters)
    {
        _fields = fields;
        if (fields.ValueKind != JsonValueKind.Object)
            throw new InputException("request", "is no JSON object", ExitCode.Usage);
        var known = parameters.ToDictionary(parameter => parameter.Name);
        foreach (JsonProperty field in fields.EnumerateObject())
        {
            if (!known.ContainsKey(field.Name))
                throw Wrong(field.Name, $"is unknown; known are {string.Join(", ", known.Keys)}");
        }
        foreach (AdminParameter parameter in known.Values)
        {
            if (parameter.IsRequired && !Has(parameter.Name))
                throw Wrong(parameter.Name, "is missing");
        }
    }

    /// <summary>Whether the field is there.</summary>
    public bool Has(string name) => _fields.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null;

    /// <summary>An expert.</summary>
    public ExpertId Expert(string name) => ExpertOf(name, Text(name));

    /// <summary>An expert, or none where the field isn't there.</summary>
    public ExpertId? ExpertOrNone(string name) => Has(name) ? Expert(name) : null;

    /// <summary>Experts, at least one, each once.</summary>
    public IReadOnlyList<ExpertId> Experts(string name)
    {
        ExpertId[] experts = [.. Items(name).Select(item => ExpertOf(name, item.ValueKind == JsonValueKind.String ? item.GetString()! : ""))];
        if (experts.Length == 0)
            throw Wrong(name, "names no expert");
        return experts.Distinct().Count() == experts.Length ? experts : throw Wrong(name, "names an expert twice");
    }

    /// <summary>Experts, or none where the field isn't there.</summary>
    public IReadOnlyList<ExpertId> ExpertsOrNone(string name) => Has(name) && Items(name).Any() ? Experts(name) : [];

    /// <summary>A node.</summary>
    public NodeId Node(string name) => new((int)Number(name, Limits.NodesMax - 1));

    /// <summary>A whole number from 0 to <paramref name="max"/>.</summary>
    public long Number(string name, long max)
    {
        JsonElement value = _fields.GetProperty(name);
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long number) && number >= 0 && number <= max
            ? number
            : throw Wrong(name, $"is no whole number from 0 to {max}");
    }

    /// <summary>A whole number, or what is meant where the field isn't there.</summary>
    public long NumberOr(string name, long otherwise, long max) => Has(name) ? Number(name, max) : otherwise;

    /// <summary>True where the field is there and true.</summary>
    public bool Flag(string name) => Has(name) && _fields.GetProperty(name) switch
    {
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        _ => throw Wrong(name, "is neither true nor false"),
    };

    /// <summary>A text.</summary>
    public string Text(string name) => _fields.GetProperty(name) is { ValueKind: JsonValueKind.String } text && text.GetString() is { Length: > 0 and <= Limits.AdminTextCharactersMax } value
        ? value
        : throw Wrong(name, $"is no text of 1 to {Limits.AdminTextCharactersMax} characters");

    /// <summary>Settings.</summary>
    public IReadOnlyList<Knob> Knobs(string name)
    {
        JsonElement knobs = Object(name, name);
        return [.. knobs.EnumerateObject().Select(knob => knob.Value.ValueKind == JsonValueKind.Number && knob.Value.TryGetDouble(out double value) && double.IsFinite(value)
            ? new Knob(knob.Name, value)
            : throw Wrong(name, $"gives '{knob.Name}' no number"))];
    }

    /// <summary>An expert's new weights.</summary>
    public (ContentDigest Content, long Bytes, string Source) Weights(string name)
    {
        var weights = new AdminArguments(Object(name, name), [Field("digest"), Field("bytes"), Field("source")]);
        return (ContentDigest.Parse(weights.Text("digest")), weights.Number("bytes", long.MaxValue), weights.Text("source"));
    }

    /// <summary>A plan.</summary>
    public AdminCommand.PlacementApply Plan(string name)
    {
        var plan = new AdminArguments(Object(name, name), [Field("cause"), Field("changes"), Field("counts") with { IsRequired = false }, Field("explanation") with { IsRequired = false }]);
        return new(plan.Text("cause"), [.. plan.Items("changes").Select(Change)], plan.Has("counts") ? [.. plan.Items("counts").Select(Count)] : []);
    }

    private static WantedReplicas Change(JsonElement item)
    {
        var change = new AdminArguments(item, [Field("expert"), Field("version"), Field("awake"), Field("standbys")]);
        return new(new(change.Expert("expert"), (int)change.Number("version", int.MaxValue)), change.Nodes("awake"), change.Nodes("standbys"));
    }

    private static ReplicaCount Count(JsonElement item)
    {
        var count = new AdminArguments(item, [Field("expert"), Field("replicas")]);
        return new(count.Expert("expert"), (int)count.Number("replicas", Limits.NodesMax));
    }

    private static AdminParameter Field(string name) => new(name, AdminParameterKind.Text, "") { IsRequired = true };

    private static ExpertId ExpertOf(string name, string text)
    {
        string[] parts = text.Split('/');
        return parts.Length == 2
            && ushort.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out ushort layer)
            && ushort.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out ushort index)
            ? new(layer, index)
            : throw Wrong(name, $"'{text}' is no expert; one is written LAYER/INDEX, as in 3/17");
    }

    private static InputException Wrong(string name, string cause) => new($"field '{name}'", cause, ExitCode.Usage);

    private IReadOnlyList<NodeId> Nodes(string name) => [.. Items(name).Select(item => item.ValueKind == JsonValueKind.Number && item.TryGetInt32(out int node) && (uint)node < Limits.NodesMax
        ? new NodeId(node)
        : throw Wrong(name, "holds something that is no node's number"))];

    private IEnumerable<JsonElement> Items(string name) => _fields.GetProperty(name) is { ValueKind: JsonValueKind.Array } items ? items.EnumerateArray() : throw Wrong(name, "is no array");

    private JsonElement Object(string name, string shown) => _fields.GetProperty(name) is { ValueKind: JsonValueKind.Object } value ? value : throw Wrong(shown, "is no object");
}
