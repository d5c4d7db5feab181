namespace ElasticMoE.Kernels.MatMul;

/// <summary>
/// The activations of one call, row-major and contiguous. F32 and Bf16 use <see cref="Values"/>; Q8 and Q4 use the other three, as
/// <see cref="Quantization.ActivationQuantizer"/> writes them.
/// </summary>
public readonly ref struct MatMulRows
{
    /// <summary>[Count, Inputs]</summary>
    public ReadOnlySpan<float> Values { get; init; }

    /// <summary>[Count, Inputs]</summary>
    public ReadOnlySpan<sbyte> Quantized { get; init; }

    /// <summary>[Count, Inputs / 32]: what one unit of a block's quantized values is worth.</summary>
    public ReadOnlySpan<float> Scales { get; init; }

    /// <summary>[Count, Inputs / 32]: the sum of a block's quantized values.</summary>
    public ReadOnlySpan<int> Sums { get; init; }

    /// <summary>Rows.</summary>
    public int Count { get; init; }

    /// <summary>Length of a row.</summary>
    public int Inputs { get; init; }
}
