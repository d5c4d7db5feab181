namespace ElasticMoE.Kernels.Quantization;

/// <summary>Formats of quantized blocks as GGUF files hold them. Multi-byte numbers are little-endian; d and dmin are f16.</summary>
public enum BlockFormat : byte
{
    /// <summary>32 values in 34 bytes: d, then 32 signed bytes q; value = q · d.</summary>
    Q8,

    /// <summary>32 values in 18 bytes: d, then 16 bytes, of which byte j holds value j in the low nibble and value j + 16 in the high one; value = (q − 8) · d.</summary>
    Q4,

    /// <summary>
    /// 256 values in 144 bytes: d, dmin, 12 bytes with a 6-bit scale and a 6-bit minimum for each 32 values, 128 bytes of nibbles: of each
    /// 32 bytes, the low nibbles are 32 values and the high ones the next 32; value = d · scale · q − dmin · minimum.
    /// </summary>
    Q4K,

    /// <summary>256 values in 210 bytes: 128 bytes of low nibbles, 64 of upper pairs of bits, a signed scale for each 16 values, d; value = d · scale · (q − 32).</summary>
    Q6K,

    /// <summary>32 values in 17 bytes: a power-of-two scale, then 16 bytes of e2m1 values, value j in the low and value j + 16 in the high nibble of byte j.</summary>
    Mxfp4,
}
