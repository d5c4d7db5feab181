using System.Globalization;
using System.Numerics;
using ElasticMoE.Contracts;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Operations;

/// <summary>The binary operators + - * / // % ** with Python's rules for every pair of types.</summary>
internal static class Arithmetic
{
    public static TemplateValue Add(TemplateValue left, TemplateValue right, RenderBudget budget)
    {
        if (left.AsInteger is BigInteger a && right.AsInteger is BigInteger b)
            return new IntegerValue(a + b);
        return (left, right) switch
        {
            (StringValue x, StringValue y) when x.IsMarkup || y.IsMarkup => Html.Concat(x, y, budget),
            (StringValue x, StringValue y) => Texts.Concat(x.Value, y.Value, budget),
            (ListValue x, ListValue y) => new ListValue(Join(x.Items, y.Items, budget)),
            (TupleValue x, TupleValue y) => new TupleValue(Join(x.Items, y.Items, budget)),
            _ => new FloatValue(Floats("+", left, right, out double other) + other),
        };
    }

    public static TemplateValue Subtract(TemplateValue left, TemplateValue right)
    {
        if (left.AsInteger is BigInteger a && right.AsInteger is BigInteger b)
            return new IntegerValue(a - b);
        return new FloatValue(Floats("-", left, right, out double other) - other);
    }

    public static TemplateValue Multiply(TemplateValue left, TemplateValue right, RenderBudget budget)
    {
        if (left.AsInteger is BigInteger a && right.AsInteger is BigInteger b)
            return new IntegerValue(a * b);
        if (right.AsInteger is BigInteger times && Repetition.Of(left, times, budget) is TemplateValue repeated)
            return repeated;
        if (left.AsInteger is BigInteger timesLeft && Repetition.Of(right, timesLeft, budget) is TemplateValue repeatedRight)
            return repeatedRight;
        return new FloatValue(Floats("*", left, right, out double other) * other);
    }

    public static TemplateValue Divide(TemplateValue left, TemplateValue right)
    {
        double dividend = Floats("/", left, right, out double divisor);
        return divisor == 0 ? throw DividedByZero() : new FloatValue(dividend / divisor);
    }

    public static TemplateValue FloorDivide(TemplateValue left, TemplateValue right)
    {
        if (left.AsInteger is BigInteger a && right.AsInteger is BigInteger b)
            return new IntegerValue(b.IsZero ? throw DividedByZero() : FloorQuotient(a, b));
        double dividend = Floats("//", left, right, out double divisor);
        if (divisor == 0)
            throw DividedByZero();
        double quotient = (dividend - FloorRest(dividend, divisor)) / divisor;
        if (quotient == 0)
            return new FloatValue(double.CopySign(0, dividend / divisor));
        return new FloatValue(Math.Floor(quotient) + (quotient - Math.Floor(quotient) > 0.5 ? 1 : 0));
    }

    public static TemplateValue Modulo(TemplateValue left, TemplateValue right, RenderBudget budget)
    {
        if (left is StringValue format)
            return PercentFormat.Apply(format, right, budget);
        if (left.AsInteger is BigInteger a && right.AsInteger is BigInteger b)
            return new IntegerValue(b.IsZero ? throw DividedByZero() : a - FloorQuotient(a, b) * b);
        double dividend = Floats("%", left, right, out double divisor);
        return divisor == 0 ? throw DividedByZero() : new FloatValue(FloorRest(dividend, divisor));
    }

    public static TemplateValue Negate(TemplateValue value) => value switch
    {
        FloatValue number => new FloatValue(-number.Value),
        { AsInteger: BigInteger integer } => new IntegerValue(-integer),
        _ => throw WrongOperand("-", value),
    };

    public static TemplateValue Positive(TemplateValue value) => value switch
    {
        FloatValue => value,
        { AsInteger: BigInteger integer } => new IntegerValue(integer),
        _ => throw WrongOperand("+", value),
    };

    /// <summary>Both operands as floats, or the fault Python names for the pair.</summary>
    internal static double Floats(string symbol, TemplateValue left, TemplateValue right, out double other)
    {
        if (left is UndefinedValue missing)
            throw missing.Fault;
        if (right is UndefinedValue missingRight)
            throw missingRight.Fault;
        if (!Numbers.IsNumber(left) || !Numbers.IsNumber(right))
            throw WrongOperands(symbol, left, right);
        other = ToFloat(right);
        return ToFloat(left);
    }

    internal static double ToFloat(TemplateValue value)
    {
        return value is FloatValue number ? number.Value : ToFloat(value.AsInteger!.Value);
    }

    /// <summary>
    /// The float next to an integer. The platform's conversion cuts off instead of rounding, so large ones go through their digits.
    /// </summary>
    internal static double ToFloat(BigInteger value)
    {
        if (value.GetBitLength() <= 53)
            return (double)value;
        return double.Parse(value.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }

    internal static TemplateFault DividedByZero() => new("division by zero");

    private static TemplateFault WrongOperands(string symbol, TemplateValue left, TemplateValue right) =>
        symbol == "+" && left is StringValue
            ? new TemplateFault($"can only concatenate str (not \"{right.TypeName}\") to str")
            : new TemplateFault($"unsupported operand types for {symbol}: '{left.TypeName}' and '{right.TypeName}'");

    private static TemplateFault WrongOperand(string symbol, TemplateValue value) =>
        value is UndefinedValue missing ? missing.Fault : new TemplateFault($"bad operand type for unary {symbol}: '{value.TypeName}'");

    private static BigInteger FloorQuotient(BigInteger a, BigInteger b)
    {
        BigInteger quotient = BigInteger.DivRem(a, b, out BigInteger rest);
        return !rest.IsZero && rest.Sign != b.Sign ? quotient - 1 : quotient;
    }

    private static double FloorRest(double dividend, double divisor)
    {
        double rest = dividend % divisor;
        if (rest == 0)
            return double.CopySign(0, divisor);
        return rest < 0 != divisor < 0 ? rest + divisor : rest;
    }

    private static TemplateValue[] Join(TemplateValue[] left, TemplateValue[] right, RenderBudget budget)
    {
        budget.Step((long)left.Length + right.Length);
        return [.. left, .. right];
    }
}
