using ElasticMoE.Contracts.Experts;

namespace ElasticMoE.Model.Wire;

/// <summary>The codecs of each wire setting.</summary>
internal static class WireCodecs
{
    private static readonly RowCodecs s_bf16 = new(WireFormat.Bf16, new Bf16Rows(), new Bf16Rows());

    // Three bits of mantissa are too few for sums of experts' outputs; published systems answer in bf16 as well.
    private static readonly RowCodecs s_fp8 = new(WireFormat.Fp8, new Fp8Rows(), new Bf16Rows());

    // Outputs are not quantized anywhere, and so travel as they are.
    private static readonly RowCodecs s_quantized = new(WireFormat.Quantized, new QuantizedRows(), new F32Rows());

    /// <summary>The codecs of a setting.</summary>
    public static RowCodecs Of(WireFormat wire) => wire switch
    {
        WireFormat.F32 => RowCodecs.F32,
        WireFormat.Bf16 => s_bf16,
        WireFormat.Fp8 => s_fp8,
        WireFormat.Quantized => s_quantized,
        _ => throw new ArgumentOutOfRangeException(nameof(wire)),
    };
}
