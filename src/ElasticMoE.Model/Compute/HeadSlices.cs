namespace ElasticMoE.Model.Compute;

/// <summary>A buffer whose rows hold one slice per head.</summary>
/// <param name="Buffer">[rows, heads · stride].</param>
/// <param name="Stride">From a head's first element to the next head's.</param>
internal readonly record struct HeadSlices(RowBuffer Buffer, int Stride);
