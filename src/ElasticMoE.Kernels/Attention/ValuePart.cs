namespace ElasticMoE.Kernels.Attention;

/// <summary>Rows of a group that take the same lanes of the same panels.</summary>
internal readonly record struct ValuePart(RowGroup Group, IndexSpan Rows, IndexSpan Panels, IndexSpan Lanes);
