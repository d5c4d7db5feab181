using System.Numerics;

namespace ElasticMoE.Model.Templates.Values;

/// <summary>Comparing integers, truths and floats with each other, exactly.</summary>
internal static class Numbers
{
    public static bool IsNumber(TemplateValue value) => value is IntegerValue or FloatValue or BooleanValue;

    public static bool IsIntegral(double value) => double.IsFinite(value) && Math.Floor(value) == value;

    public static bool AreEqual(TemplateValue x, TemplateValue y) => IsNumber(x) && IsNumber(y) && Compare(x, y) == 0;

    /// <summary>Negative, 0 or positive; null where one is not a number (NaN).</summary>
    public static int? Compare(TemplateValue x, TemplateValue y)
    {
        if (x is FloatValue a && y is FloatValue b)
            return double.IsNaN(a.Value) || double.IsNaN(b.Value) ? null : a.Value.CompareTo(b.Value);
        if (x is FloatValue left)
            return -Compare(y.AsInteger!.Value, left.Value);
        if (y is FloatValue right)
            return Compare(x.AsInteger!.Value, right.Value);
        return x.AsInteger!.Value.CompareTo(y.AsInteger!.Value);
    }

    private static int? Compare(BigInteger x, double y)
    {
        if (double.IsNaN(y))
            return null;
        if (double.IsInfinity(y))
            return y > 0 ? -1 : 1;
        double floor = Math.Floor(y);
        int order = x.CompareTo(new BigInteger(floor));
        return order == 0 && floor < y ? -1 : order;
    }
}
