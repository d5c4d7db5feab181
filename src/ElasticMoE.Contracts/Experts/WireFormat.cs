namespace ElasticMoE.Contracts.Experts;

/// <summary>How activations travel between router and node. The numbers are on the wire.</summary>
public enum WireFormat : byte
{
    /// <summary>f32, the default: nothing is lost.</summary>
    F32 = 0,

    /// <summary>bfloat16, rounded to nearest even.</summary>
    Bf16 = 1,

    /// <summary>fp8 e4m3 in blocks of 32 with an f32 scale each.</summary>
    Fp8 = 2,

    /// <summary>The quantized row that q8 and q4 weights take anyway, in blocks of 32: the same bits, about a quarter of the bytes.</summary>
    Quantized = 3,
}
