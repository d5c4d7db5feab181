namespace ElasticMoE.Contracts.Requests;

/// <summary>What a grammar's text is.</summary>
public enum GrammarKind
{
    /// <summary>Any JSON object; there is no text.</summary>
    JsonObject,

    /// <summary>A JSON schema.</summary>
    JsonSchema,
}
