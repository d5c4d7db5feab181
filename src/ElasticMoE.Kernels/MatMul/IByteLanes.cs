namespace ElasticMoE.Kernels.MatMul;

/// <summary>
/// 16 lanes of 32 bits, one an output: four stored weights as bytes, pairs of 16-bit sums, a whole number or a float, as the method says.
/// Weights are below 64, so that sums of byte products don't saturate.
/// </summary>
internal interface IByteLanes<TSelf>
    where TSelf : struct, IByteLanes<TSelf>
{
    /// <summary>Activation rows whose sums fit in the registers.</summary>
    static abstract int TileRowsMax { get; }

    /// <summary>64 bytes.</summary>
    static abstract unsafe TSelf Load(byte* bytes);

    /// <summary>16 signed bytes as whole numbers.</summary>
    static abstract unsafe TSelf Signed(sbyte* numbers);

    /// <summary>16 bytes as whole numbers.</summary>
    static abstract unsafe TSelf Unsigned(byte* numbers);

    /// <summary>16 f16 numbers as floats.</summary>
    static abstract unsafe TSelf Halves(ushort* halves);

    /// <summary>16 e8m0 scales as half of what they stand for; 255 is NaN.</summary>
    static abstract unsafe TSelf HalfScales(byte* scales);

    /// <summary>The low nibble of each byte.</summary>
    static abstract TSelf LowNibbles(TSelf bytes);

    /// <summary>The high nibble of each byte.</summary>
    static abstract TSelf HighNibbles(TSelf bytes);

    /// <summary>Two bits of each byte, the pair that is given (0 to 3), moved to bits 4 and 5.</summary>
    static abstract TSelf UpperBits(TSelf bytes, int pair);

    /// <summary>Bytes with the bits of both.</summary>
    static abstract TSelf Or(TSelf a, TSelf b);

    /// <summary>For each byte (0 to 15) the byte of a table.</summary>
    static abstract TSelf Lookup(TSelf bytes, ReadOnlySpan<byte> table);

    /// <summary>Per lane two 16-bit sums of two products each: of the weights with the four activations at x.</summary>
    static abstract unsafe TSelf Products(TSelf weights, sbyte* x);

    /// <summary>The 16-bit sums added.</summary>
    static abstract TSelf AddPairs(TSelf a, TSelf b);

    /// <summary>Each lane's two 16-bit sums together, as a whole number.</summary>
    static abstract TSelf Join(TSelf pairs);

    static abstract TSelf Add(TSelf a, TSelf b);

    static abstract TSelf Subtract(TSelf a, int b);

    static abstract TSelf Multiply(TSelf a, TSelf b);

    static abstract TSelf Multiply(TSelf a, int b);

    /// <summary>fma((float)numbers, scales · factor, sums).</summary>
    static abstract TSelf MultiplyAdd(TSelf numbers, TSelf scales, float factor, TSelf sums);

    /// <summary>fma((float)numbers, −(scales · factor), sums).</summary>
    static abstract TSelf MultiplySubtract(TSelf numbers, TSelf scales, float factor, TSelf sums);

    /// <summary>Stores 16 floats.</summary>
    unsafe void Store(float* y);
}
