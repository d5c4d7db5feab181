using System.Runtime.CompilerServices;
using ElasticMoE.Kernels.Vectors;

namespace ElasticMoE.Kernels.Elementwise;

/// <summary>
/// exp(x) = 2^n · p(r) with n = round(x / ln 2) and r = x − n·ln 2, |r| ≤ ln 2 / 2. p is 1 + r + r²·q(r) with q of degree 4, fitted for
/// the least largest relative error (3e-9, far below the rounding of its evaluation). 2^n is applied as two factors, so that the result
/// goes through the subnormal numbers with one rounding.
/// </summary>
internal readonly struct ExpOperation : IUnaryOperation
{
    // Below Lowest the result is 0 and above Highest infinite; the steps below give that at the bounds themselves.
    private const float Lowest = -104f;
    private const float Highest = 89f;
    private const float Log2E = 1.44269504f;

    // Adding 1.5 · 2^23 leaves the nearest integer in the low bits of the sum.
    private const float Shifter = 12582912f;

    // The upper part has few enough bits that n times it is exact.
    private const float Ln2Upper = 0.693359375f;
    private const float Ln2Lower = -2.12194440e-4f;
    private const float Q0 = 0.49999994f;
    private const float Q1 = 0.166665196f;
    private const float Q2 = 0.0416684002f;
    private const float Q3 = 0.00836885162f;
    private const float Q4 = 0.00138143182f;

    public float Apply(float x)
    {
        x = x > Highest ? Highest : x;
        x = Lowest > x ? Lowest : x;
        float shifted = MathF.FusedMultiplyAdd(x, Log2E, Shifter);
        float n = shifted - Shifter;
        float r = MathF.FusedMultiplyAdd(n, -Ln2Upper, x);
        r = MathF.FusedMultiplyAdd(n, -Ln2Lower, r);
        float q = MathF.FusedMultiplyAdd(Q4, r, Q3);
        q = MathF.FusedMultiplyAdd(q, r, Q2);
        q = MathF.FusedMultiplyAdd(q, r, Q1);
        q = MathF.FusedMultiplyAdd(q, r, Q0);
        float p = MathF.FusedMultiplyAdd(r * r, q, r) + 1f;
        int exponent = unchecked(BitConverter.SingleToInt32Bits(shifted) - BitConverter.SingleToInt32Bits(Shifter));
        int half = exponent >> 1;
        return p * TwoTo(half) * TwoTo(exponent - half);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Apply<TForm, TVector>(TVector x)
        where TForm : struct, IVectorForm<TVector>
        where TVector : struct
    {
        x = TForm.IfGreater(x, TForm.Create(Highest), TForm.Create(Highest), x);
        x = TForm.IfGreater(TForm.Create(Lowest), x, TForm.Create(Lowest), x);
        TVector shifted = TForm.Fma(x, TForm.Create(Log2E), TForm.Create(Shifter));
        TVector n = TForm.Subtract(shifted, TForm.Create(Shifter));
        TVector r = TForm.Fma(n, TForm.Create(-Ln2Upper), x);
        r = TForm.Fma(n, TForm.Create(-Ln2Lower), r);
        TVector q = TForm.Fma(TForm.Create(Q4), r, TForm.Create(Q3));
        q = TForm.Fma(q, r, TForm.Create(Q2));
        q = TForm.Fma(q, r, TForm.Create(Q1));
        q = TForm.Fma(q, r, TForm.Create(Q0));
        TVector p = TForm.Add(TForm.Fma(TForm.Multiply(r, r), q, r), TForm.Create(1f));
        TVector exponent = TForm.SubtractBits(shifted, TForm.Create(Shifter));
        TVector half = TForm.HalveBits(exponent);
        TVector rest = TForm.SubtractBits(exponent, half);
        return TForm.Multiply(TForm.Multiply(p, TwoTo<TForm, TVector>(half)), TwoTo<TForm, TVector>(rest));
    }

    private static float TwoTo(int exponent) => BitConverter.Int32BitsToSingle(unchecked((exponent + 127) << 23));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector TwoTo<TForm, TVector>(TVector exponent)
        where TForm : struct, IVectorForm<TVector>
        where TVector : struct => TForm.ShiftLeft(TForm.AddBits(exponent, TForm.CreateBits(127)), 23);
}
