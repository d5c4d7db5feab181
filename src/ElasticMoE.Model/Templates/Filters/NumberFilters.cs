using System.Numerics;
using ElasticMoE.Model.Templates.Methods;
using ElasticMoE.Model.Templates.Operations;
using ElasticMoE.Model.Templates.Runtime;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Filters;

/// <summary>Filters for numbers.</summary>
internal static class NumberFilters
{
    public static void AddTo(MethodTable table) => table
        .Add("abs", "", Absolute)
        .Add("int", "default? base?", ToInteger)
        .Add("float", "default?", ToFloat)
        .Add("round", "precision? method?", Round);

    private static TemplateValue Absolute(NativeCall call) => call.Self switch
    {
        FloatValue number => new FloatValue(Math.Abs(number.Value)),
        { AsInteger: BigInteger integer } => new IntegerValue(BigInteger.Abs(integer)),
        UndefinedValue missing => throw missing.Fault,
        _ => throw call.Fault($"bad operand type: '{call.Self.TypeName}'"),
    };

    private static TemplateValue ToInteger(NativeCall call)
    {
        TemplateValue otherwise = call.Argument(0) ?? TemplateValue.Of(0L);
        if (call.Self is UndefinedValue missing)
            throw missing.Fault;
        if (call.Self.AsInteger is BigInteger integer)
            return new IntegerValue(integer);
        if (call.Self is FloatValue number)
            return double.IsInfinity(number.Value)
                ? throw new TemplateFault("cannot convert float infinity to integer")
                : Truncated(number.Value) ?? otherwise;
        if (call.Self is not StringValue text)
            return otherwise;
        return NumberText.ReadInteger(text.Value, call.Integer(1, 10), call.Budget) is BigInteger read
            ? new IntegerValue(read)
            : Truncated(NumberText.ReadFloat(text.Value, call.Budget) ?? double.NaN) ?? otherwise;
    }

    private static TemplateValue ToFloat(NativeCall call)
    {
        TemplateValue otherwise = call.Argument(0) ?? TemplateValue.Of(0.0);
        if (call.Self is UndefinedValue missing)
            throw missing.Fault;
        if (Numbers.IsNumber(call.Self))
            return new FloatValue(Arithmetic.ToFloat(call.Self));
        if (call.Self is not StringValue text)
            return otherwise;
        return NumberText.ReadFloat(text.Value, call.Budget) is double number ? new FloatValue(number) : otherwise;
    }

    private static TemplateValue? Truncated(double value) => double.IsFinite(value) ? new IntegerValue(new BigInteger(value)) : null;

    private static TemplateValue Round(NativeCall call)
    {
        int precision = Math.Clamp(call.Integer(0), -FormatSpec.PrecisionMax, FormatSpec.PrecisionMax);
        call.Budget.Step(NumberFormat.ExactSteps + Math.Abs(precision));
        string method = call.Text(1, "common");
        if (method is not ("common" or "ceil" or "floor"))
            throw call.Fault("method must be common, ceil or floor");
        if (call.Self is UndefinedValue missing)
            throw missing.Fault;
        if (!Numbers.IsNumber(call.Self))
            throw call.Fault($"type {call.Self.TypeName} doesn't define __round__ method");
        if (method != "common")
            return RoundTo(call.Self, precision, method == "ceil");
        if (call.Self is FloatValue number)
            return new FloatValue(ExactDecimal.Round(number.Value, precision));
        return RoundInteger(call.Self.AsInteger!.Value, precision);
    }

    private static IntegerValue RoundInteger(BigInteger value, int precision)
    {
        if (precision >= 0)
            return new IntegerValue(value);
        BigInteger unit = BigInteger.Pow(10, -precision);
        return new IntegerValue(ExactDecimal.RoundedQuotient(value, unit) * unit);
    }

    private static FloatValue RoundTo(TemplateValue value, int precision, bool up)
    {
        TemplateValue unit = Power.Of(TemplateValue.Of(10L), TemplateValue.Of((long)precision));
        double scale = Arithmetic.ToFloat(unit);
        double scaled = Arithmetic.ToFloat(value) * scale;
        if (!double.IsFinite(scaled))
            throw new TemplateFault("cannot convert float infinity or NaN to integer");
        return new FloatValue((up ? Math.Ceiling(scaled) : Math.Floor(scaled)) / scale);
    }
}
