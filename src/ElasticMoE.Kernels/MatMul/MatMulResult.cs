namespace ElasticMoE.Kernels.MatMul;

/// <summary>Where a call's outputs go: element r · stride + n.</summary>
internal readonly ref struct MatMulResult(Span<float> y, int outputs, int stride)
{
    public Span<float> Y { get; } = y;

    public int Outputs { get; } = outputs;

    public int Stride { get; } = stride;
}
