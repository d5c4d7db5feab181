namespace ElasticMoE.Engine.Grammars.Tools;

/// <summary>How calls are written between their markers.</summary>
public enum ToolNotation
{
    /// <summary>Each call between markers of its own, as a JSON object with name and arguments.</summary>
    Tagged,

    /// <summary>All calls in one JSON array of such objects.</summary>
    Listed,

    /// <summary>DeepSeek's: each call between further markers, its name, a separator, and the arguments bare.</summary>
    Separated,

    /// <summary>DeepSeek's earlier one: the same with the arguments in a code fence.</summary>
    Fenced,
}
