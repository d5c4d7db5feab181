using System.Text.Json;
using Json.Schema;

namespace ElasticMoE.Engine.Tests.Grammars;

/// <summary>Somebody else's validator.</summary>
internal sealed class SchemaJudge(string schema)
{
    private readonly JsonSchema _schema = JsonSchema.FromText(schema, new BuildOptions { SchemaRegistry = new SchemaRegistry() });

    /// <summary>Fails unless a text is one JSON document that satisfies the schema.</summary>
    public void Check(string text, string context)
    {
        JsonElement document = default;
        Exception? failure = Record.Exception(() => document = JsonDocument.Parse(text).RootElement);
        Assert.True(failure is null, $"{context}: '{text}' is no JSON: {failure?.Message}");
        EvaluationResults results = _schema.Evaluate(document, new EvaluationOptions { RequireFormatValidation = true, OutputFormat = OutputFormat.List });
        Assert.True(results.IsValid, $"{context}: '{text}' doesn't satisfy {schema}");
    }
}
