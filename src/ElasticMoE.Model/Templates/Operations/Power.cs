using System.Numerics;
using ElasticMoE.Contracts;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Operations;

/// <summary>The ** operator. Exponents are integers: a power made by multiplication is the same on every machine.</summary>
internal static class Power
{
    // An exponent past this makes any float 0, 1 or infinite.
    private const int FloatExponentMax = 1 << 20;

    public static TemplateValue Of(TemplateValue left, TemplateValue right)
    {
        if (left.AsInteger is BigInteger a && right.AsInteger is BigInteger b && b.Sign >= 0)
            return new IntegerValue(Whole(a, b));
        double number = Arithmetic.Floats("**", left, right, out double exponent);
        if (!Numbers.IsIntegral(exponent) || Math.Abs(exponent) > FloatExponentMax)
            throw new TemplateFault("a power's exponent must be an integer below 1,048,576");
        if (number == 0 && exponent < 0)
            throw Arithmetic.DividedByZero();
        return new FloatValue(exponent < 0 ? 1 / Squaring(number, -(int)exponent) : Squaring(number, (int)exponent));
    }

    private static BigInteger Whole(BigInteger number, BigInteger exponent)
    {
        if (BigInteger.Abs(number) <= 1)
            return exponent.IsZero ? 1 : number.Sign < 0 && exponent.IsEven ? 1 : number;
        if (exponent > Limits.TemplateIntegerBitsMax || (number.GetBitLength() - 1) * (long)exponent > Limits.TemplateIntegerBitsMax)
            throw new TemplateFault($"an integer has more than {Limits.TemplateIntegerBitsMax} bits");
        return BigInteger.Pow(number, (int)exponent);
    }

    private static double Squaring(double number, int exponent)
    {
        double result = 1;
        for (double square = number; exponent > 0; exponent >>= 1, square *= square)
            result = (exponent & 1) != 0 ? result * square : result;
        return result;
    }
}
