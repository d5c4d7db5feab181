namespace ElasticMoE.Model.Sources;

/// <summary>One of <paramref name="Count"/> planes of a tensor.</summary>
internal readonly record struct PlaneShape(int Count, int Rows, int Columns, int Index);
