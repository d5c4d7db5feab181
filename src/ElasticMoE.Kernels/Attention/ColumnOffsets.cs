namespace ElasticMoE.Kernels.Attention;

/// <summary>How far the columns of a product's right operand lie from column 0, in floats.</summary>
internal readonly record struct ColumnOffsets(nint Column1, nint Column2, nint Column3);
