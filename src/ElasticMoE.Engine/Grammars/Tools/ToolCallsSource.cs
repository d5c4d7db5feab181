using System.Text.Json;

namespace ElasticMoE.Engine.Grammars.Tools;

/// <summary>Which calls are allowed and how they are written: the text of a grammar of tool calls.</summary>
public sealed record ToolCallsSource
{
    /// <summary>How calls are written.</summary>
    public required ToolNotation Notation { get; init; }

    /// <summary>What calls begin with.</summary>
    public required string Begin { get; init; }

    /// <summary>What calls end with.</summary>
    public string End { get; init; } = "";

    /// <summary>Whether there must be a call; else a text may stand before calls, or alone.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Whether there may be several calls.</summary>
    public bool IsParallel { get; init; }

    /// <summary>What the text must be where there is no call; any text where nothing is said, a schema otherwise.</summary>
    public JsonElement? Format { get; init; }

    /// <summary>The tools that may be called.</summary>
    public required IReadOnlyList<CallableTool> Tools { get; init; }

    /// <summary>It as a text.</summary>
    public string Write() => JsonSerializer.Serialize(this, ToolCallsJson.Default.ToolCallsSource);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    internal static ToolCallsSource Read(string text) => JsonSerializer.Deserialize(text, ToolCallsJson.Default.ToolCallsSource) ?? throw new JsonException("null");
}
