namespace ElasticMoE.Kernels.Quantization;

/// <summary>The 32 values of a block of activations, in registers.</summary>
internal interface IActivationBlock<TSelf>
    where TSelf : struct, IActivationBlock<TSelf>
{
    /// <summary>Reads 32 values.</summary>
    static abstract TSelf Load(ref readonly float source, nint index);

    /// <summary>The bits of the largest magnitude.</summary>
    uint MagnitudeBits();

    /// <summary>Writes q = x · inverse, rounded to the nearest integer, halves to even, or zeros where the inverse is 0, which values that aren't finite may have.</summary>
    /// <returns>The sum of q.</returns>
    int Quantize(float inverse, ref sbyte destination, nint index);
}
