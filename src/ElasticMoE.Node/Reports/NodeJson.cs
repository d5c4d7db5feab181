using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ElasticMoE.Node.Reports;

/// <summary>JSON of everything the command line writes, generated at compile time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(VersionReport))]
[JsonSerializable(typeof(ModelReport))]
[JsonSerializable(typeof(BitsReport))]
[JsonSerializable(typeof(Dictionary<string, double>))]
[JsonSerializable(typeof(QuantizeReport))]
[JsonSerializable(typeof(EvalReport))]
[JsonSerializable(typeof(DemoReport))]
[JsonSerializable(typeof(ProfileReport))]
[JsonSerializable(typeof(ClusterReport))]
[JsonSerializable(typeof(SimulateReport))]
[JsonSerializable(typeof(PruneReport))]
[JsonSerializable(typeof(List<PlacementCaseReport>))]
internal sealed partial class NodeJson : JsonSerializerContext
{
    /// <summary>For people who read JSON.</summary>
    public static NodeJson Indented { get; } = new(Written(indented: true));

    /// <summary>One line, for programs.</summary>
    public static NodeJson OneLine { get; } = new(Written(indented: false));

    private static JsonSerializerOptions Written(bool indented) => new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = indented,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
