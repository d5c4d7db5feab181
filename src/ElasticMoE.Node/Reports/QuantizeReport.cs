namespace ElasticMoE.Node.Reports;

/// <summary>What `emoe model quantize` made.</summary>
/// <param name="Model">The checkpoint's name.</param>
/// <param name="Target">The new folder.</param>
/// <param name="Format">"q8" or "q4".</param>
/// <param name="SourceBytes">Bytes of the checkpoint's weight files.</param>
/// <param name="PackedBytes">Bytes of the packed weights.</param>
/// <param name="Ratio">Source bytes to packed bytes.</param>
/// <param name="ElapsedSeconds">Time it took.</param>
internal sealed record QuantizeReport(string Model, string Target, string Format, long SourceBytes, long PackedBytes, double Ratio, double ElapsedSeconds);
