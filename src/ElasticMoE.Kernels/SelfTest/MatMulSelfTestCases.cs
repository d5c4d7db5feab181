using ElasticMoE.Kernels.MatMul;

namespace ElasticMoE.Kernels.SelfTest;

/// <summary>Products in every weight format, and the quantizer of their activations.</summary>
internal static class MatMulSelfTestCases
{
    // One row runs the forms used for decoding, with whole panels and one that is not; six rows run the largest tile.
    private const int DecodeOutputs = (5 * PanelLayout.PanelRows) + 5;
    private const int PrefillRows = 6;
    private const int PrefillOutputs = 4 * PanelLayout.PanelRows;

    /// <summary>The cases, always in the same order.</summary>
    public static IEnumerable<ISelfTestCase> All()
    {
        yield return new QuantizerSelfTestCase();
        foreach (WeightFormat format in Enum.GetValues<WeightFormat>())
        {
            bool isStored = format is WeightFormat.Q6K or WeightFormat.Q4K or WeightFormat.Mxfp4;
            yield return isStored ? new StoredSelfTestCase(format, 1, DecodeOutputs) : new MatMulSelfTestCase(format, 1, DecodeOutputs);
            yield return isStored ? new StoredSelfTestCase(format, PrefillRows, PrefillOutputs) : new MatMulSelfTestCase(format, PrefillRows, PrefillOutputs);
        }
    }
}
