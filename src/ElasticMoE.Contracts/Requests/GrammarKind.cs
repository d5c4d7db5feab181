namespace ElasticMoE.Contracts.Requests;

/// <summary>What a grammar's text is.</summary>
public enum GrammarKind
{
    /// <summary>Any JSON object; there is no text.</summary>
    JsonObject,

    /// <summary>A JSON schema.</summary>
    JsonSchema,

    /// <summary>Calls of tools; the text is a JSON object that says which tools, how calls are written and what may stand beside them.</summary>
    ToolCalls,
}
