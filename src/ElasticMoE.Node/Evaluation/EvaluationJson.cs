using System.Text.Json.Serialization;

namespace ElasticMoE.Node.Evaluation;

/// <summary>Readers of evaluation data, generated at compile time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(EvalCase))]
[JsonSerializable(typeof(GoldenCase))]
[JsonSerializable(typeof(PromptCase))]
internal sealed partial class EvaluationJson : JsonSerializerContext;
