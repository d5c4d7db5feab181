using ElasticMoE.Model.Compute;

namespace ElasticMoE.Model.Attention;

/// <summary>Where an attention reads its queries and writes its outputs; both [rows, heads · element].</summary>
/// <param name="Queries">[rows, heads · keyDim].</param>
/// <param name="Outputs">[rows, heads · valueDim].</param>
/// <param name="Sinks">One logit per head, or null.</param>
/// <param name="QuantizesOutputs">Whether the outputs are quantized too; their heads are whole blocks then.</param>
internal readonly record struct AttentionQueries(RowBuffer Queries, RowBuffer Outputs, float[]? Sinks, bool QuantizesOutputs = false);
