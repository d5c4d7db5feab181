namespace ElasticMoE.Kernels;

/// <summary>
/// How a matrix's weights are stored in memory. Each format has one arithmetic, and that is part of a model's identity: changing the
/// format changes the bits, changing the machine does not.
/// </summary>
public enum WeightFormat : byte
{
    /// <summary>32-bit floats; each output is one FMA chain over ascending inputs.</summary>
    F32 = 0,

    /// <summary>bfloat16 widened exactly to f32; each output is one FMA chain over ascending inputs.</summary>
    Bf16 = 1,

    /// <summary>Values of GGUF's Q8_0: blocks of 32 signed bytes with an f16 scale; activations are quantized per block too.</summary>
    Q8 = 2,

    /// <summary>Values of GGUF's Q4_0: blocks of 32 four-bit values (minus 8) with an f16 scale; activations as for <see cref="Q8"/>.</summary>
    Q4 = 3,

    /// <summary>GGUF's Q6_K, as files store it: signed 6-bit values, 8-bit scales for 16 of them, an f16 factor for 256; activations as for <see cref="Q8"/>.</summary>
    Q6K = 4,

    /// <summary>GGUF's Q4_K, as files store it: 4-bit values, 6-bit scales and minima for 32 of them, f16 factors for 256; activations as for <see cref="Q8"/>.</summary>
    Q4K = 5,

    /// <summary>GGUF's MXFP4, as files store it: e2m1 values with an e8m0 scale for 32 of them; activations as for <see cref="Q8"/>.</summary>
    Mxfp4 = 6,
}
