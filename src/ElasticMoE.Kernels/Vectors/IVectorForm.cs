namespace ElasticMoE.Kernels.Vectors;

/// <summary>
/// Arithmetic on 16 float lanes. An operation's vector text is written once against this interface and compiled for each width; its
/// scalar text stands beside it and defines the result. Every member rounds exactly as the scalar operation of the same name.
/// </summary>
internal interface IVectorForm<TVector>
    where TVector : struct
{
    /// <summary>The form's name.</summary>
    static abstract KernelForm Form { get; }

    /// <summary>True where 16 lanes are one register of 32; false where they are two of 16.</summary>
    static abstract bool IsWide { get; }

    /// <summary>16 values from <paramref name="index"/> on.</summary>
    static abstract TVector Load(ref readonly float source, nint index);

    /// <summary>16 unsigned 16-bit integers, as the bits of the lanes.</summary>
    static abstract TVector LoadBits(ref readonly ushort source, nint index);

    /// <summary>16 unsigned bytes, as the bits of the lanes.</summary>
    static abstract TVector LoadBits(ref readonly byte source, nint index);

    /// <summary>8 values, each twice: a a b b c c ...</summary>
    static abstract TVector LoadTwice(ref readonly float source, nint index);

    /// <summary>Writes the 16 lanes.</summary>
    static abstract void Store(TVector value, ref float destination, nint index);

    /// <summary>The value in every lane.</summary>
    static abstract TVector Create(float value);

    /// <summary>The integer as the bits of every lane.</summary>
    static abstract TVector CreateBits(uint bits);

    /// <summary>x + y.</summary>
    static abstract TVector Add(TVector x, TVector y);

    /// <summary>x - y.</summary>
    static abstract TVector Subtract(TVector x, TVector y);

    /// <summary>x * y.</summary>
    static abstract TVector Multiply(TVector x, TVector y);

    /// <summary>x / y.</summary>
    static abstract TVector Divide(TVector x, TVector y);

    /// <summary>x * y + z, rounded once.</summary>
    static abstract TVector Fma(TVector x, TVector y, TVector z);

    /// <summary>Per lane x &gt; y ? then : otherwise; false where x or y is NaN.</summary>
    static abstract TVector IfGreater(TVector x, TVector y, TVector then, TVector otherwise);

    /// <summary>Per lane x &gt; y ? x : y; y where x or y is NaN.</summary>
    static abstract TVector Larger(TVector x, TVector y);

    /// <summary>Integer sum of the bits.</summary>
    static abstract TVector AddBits(TVector x, TVector y);

    /// <summary>Integer difference of the bits.</summary>
    static abstract TVector SubtractBits(TVector x, TVector y);

    /// <summary>x and y.</summary>
    static abstract TVector And(TVector x, TVector y);

    /// <summary>x or y.</summary>
    static abstract TVector Or(TVector x, TVector y);

    /// <summary>Bits exclusive-or.</summary>
    static abstract TVector Xor(TVector x, TVector y);

    /// <summary>Bits moved towards the high end.</summary>
    static abstract TVector ShiftLeft(TVector x, int count);

    /// <summary>Bits as a signed integer, halved (rounded down).</summary>
    static abstract TVector HalveBits(TVector x);

    /// <summary>Neighbours exchanged: b a d c ...</summary>
    static abstract TVector SwapPairs(TVector x);

    /// <summary>The largest of the lanes, none of which is NaN.</summary>
    static abstract float LargestLane(TVector x);

    /// <summary>The fixed tree of sums: lane i += lane i+8, then i+4, i+2, i+1.</summary>
    static abstract float SumTree(TVector x);
}
