using System.Globalization;
using System.Numerics;
using System.Text.Json;
using ElasticMoE.Contracts;

namespace ElasticMoE.Model.Templates.Values;

/// <summary>JSON data as template values.</summary>
internal static class JsonInput
{
    private const string Subject = "template data";

    // Decimal digits of the largest integer: bits × log10(2), rounded up.
    private const int DigitsMax = Limits.TemplateIntegerBitsMax * 10 / 33;

    public static TemplateValue Read(JsonElement element)
    {
        try
        {
            return Convert(element, 0);
        }
        catch (TemplateFault fault)
        {
            throw new InputException(Subject, fault.Message, inner: fault);
        }
        catch (InvalidOperationException broken)
        {
            throw new InputException(Subject, "a text is no valid Unicode", inner: broken);
        }
    }

    private static TemplateValue Convert(JsonElement element, int depth) => element.ValueKind switch
    {
        JsonValueKind.Object => ConvertObject(element, Container.Over(depth)),
        JsonValueKind.Array => ConvertArray(element, Container.Over(depth)),
        JsonValueKind.String => new StringValue(element.GetString()!),
        JsonValueKind.Number => ConvertNumber(element.GetRawText()),
        JsonValueKind.True => BooleanValue.True,
        JsonValueKind.False => BooleanValue.False,
        _ => NoneValue.Instance,
    };

    private static ListValue ConvertArray(JsonElement element, int depth) =>
        new([.. element.EnumerateArray().Select(item => Convert(item, depth))]);

    private static DictionaryValue ConvertObject(JsonElement element, int depth)
    {
        var result = new DictionaryValue();
        foreach (JsonProperty property in element.EnumerateObject())
            result.Add(new StringValue(property.Name), Convert(property.Value, depth));
        return result;
    }

    private static TemplateValue ConvertNumber(string text)
    {
        if (text.AsSpan().IndexOfAny(".eE") >= 0)
            return new FloatValue(double.Parse(text, CultureInfo.InvariantCulture));
        if (text.Length > DigitsMax)
            throw new TemplateFault($"a number has more than {DigitsMax} digits");
        return new IntegerValue(BigInteger.Parse(text, CultureInfo.InvariantCulture));
    }
}
