namespace ElasticMoE.Engine.Sampling;

/// <summary>
/// exp and log in f64 from additions, multiplications and fused multiply-adds alone, so that probabilities have the same bits
/// everywhere; the platform's own differ between C libraries. Both stay within 2 units in the last place.
/// </summary>
internal static class PortableMath
{
    private const double Log2E = 1.4426950408889634;
    private const double Ln2High = 0.6931471803691238, Ln2Low = 1.9082149292705877e-10;
    private const double Sqrt2 = 1.4142135623730951;

    /// <summary>Below this, <see cref="Exp"/> returns 0; it spares the subnormal numbers, which no sum of probabilities can see.</summary>
    public const double ExpUnderflow = -700;

    /// <summary>1/n! for n = 13 … 0.</summary>
    private static ReadOnlySpan<double> InverseFactorials =>
    [
        1.0 / 6227020800, 1.0 / 479001600, 1.0 / 39916800, 1.0 / 3628800, 1.0 / 362880, 1.0 / 40320, 1.0 / 5040,
        1.0 / 720, 1.0 / 120, 1.0 / 24, 1.0 / 6, 0.5, 1, 1,
    ];

    /// <summary>e^x for x at most 0; 0 below <see cref="ExpUnderflow"/>. With x = n ln 2 + r, |r| ≤ ln 2 / 2, it is 2^n times the Taylor polynomial of degree 13.</summary>
    public static double Exp(double x)
    {
        if (!(x >= ExpUnderflow))
            return 0;
        double n = Math.Round(x * Log2E);
        double r = Math.FusedMultiplyAdd(-n, Ln2Low, Math.FusedMultiplyAdd(-n, Ln2High, x));
        double sum = InverseFactorials[0];
        for (int i = 1; i < InverseFactorials.Length; i++)
            sum = Math.FusedMultiplyAdd(sum, r, InverseFactorials[i]);
        return sum * BitConverter.Int64BitsToDouble(((long)n + 1023) << 52);
    }

    /// <summary>
    /// ln x for a positive normal x. With x = 2^n m, m between √½ and √2, and s = (m − 1) / (m + 1): n ln 2 + 2 artanh s, the series to s^23.
    /// </summary>
    public static double Log(double x)
    {
        long bits = BitConverter.DoubleToInt64Bits(x);
        int n = (int)(bits >> 52) - 1023;
        double m = BitConverter.Int64BitsToDouble((bits & 0xF_FFFF_FFFF_FFFF) | (1023L << 52));
        if (m > Sqrt2)
        {
            m *= 0.5;
            n++;
        }
        double s = (m - 1) / (m + 1), square = s * s, sum = 0;
        for (int k = 23; k >= 3; k -= 2)
            sum = Math.FusedMultiplyAdd(sum, square, 1.0 / k);
        double series = 2 * Math.FusedMultiplyAdd(s * square, sum, s);
        return Math.FusedMultiplyAdd(n, Ln2High, Math.FusedMultiplyAdd(n, Ln2Low, series));
    }
}
