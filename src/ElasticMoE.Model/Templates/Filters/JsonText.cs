using ElasticMoE.Model.Templates.Operations;
using ElasticMoE.Model.Templates.Runtime;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Filters;

/// <summary>
/// The `tojson` filter of published tokenizers: Python's json.dumps with ASCII not enforced and no HTML escaping (jinja2's own filter
/// would escape).
/// </summary>
internal sealed class JsonText
{
    private readonly TextBuilder text;
    private readonly bool asciiOnly;
    private readonly bool sortKeys;
    private readonly string? indent;
    private readonly string itemSeparator;
    private readonly string keySeparator;

    private JsonText(NativeCall call)
    {
        text = new TextBuilder(call.Budget);
        asciiOnly = call.Flag(0);
        indent = call.Has(1) ? IndentOf(call) : null;
        (itemSeparator, keySeparator) = call.Has(2) ? SeparatorsOf(call) : (indent is null ? ", " : ",", ": ");
        sortKeys = call.Flag(3);
    }

    public static TemplateValue Write(NativeCall call)
    {
        var writer = new JsonText(call);
        writer.Write(call.Self, 0);
        return new StringValue(writer.text.ToString());
    }

    private static string IndentOf(NativeCall call) =>
        call.Argument(1) is StringValue unit
            ? unit.Value
            : new TextBuilder(call.Budget).Append(' ', Math.Max(call.Integer(1), 0)).ToString();

    private static (string Item, string Key) SeparatorsOf(NativeCall call)
    {
        List<TemplateValue> pair = call.Argument(2)!.IsIterable ? Iteration.ToList(call.Argument(2)!, call.Budget) : [];
        return pair is [StringValue item, StringValue key] ? (item.Value, key.Value) : throw call.Fault("separators must be two texts");
    }

    private void Write(TemplateValue value, int level)
    {
        text.Budget.Step();
        switch (value)
        {
            case StringValue content:
                JsonString.Write(content.Value, asciiOnly, text);
                break;
            case DictionaryValue dictionary:
                WriteDictionary(dictionary, level);
                break;
            case ListValue list:
                WriteList(list.Items, level);
                break;
            case TupleValue tuple:
                WriteList(tuple.Items, level);
                break;
            default:
                text.Append(Scalar(value) ?? throw new TemplateFault($"Object of type {value.TypeName} is not JSON serializable"));
                break;
        }
    }

    private string? Scalar(TemplateValue value) => value switch
    {
        NoneValue => "null",
        BooleanValue truth => truth.Value ? "true" : "false",
        IntegerValue => value.Text(text.Budget),
        FloatValue { Value: double.PositiveInfinity } => "Infinity",
        FloatValue { Value: double.NegativeInfinity } => "-Infinity",
        FloatValue { Value: double.NaN } => "NaN",
        FloatValue => value.Text(text.Budget),
        _ => null,
    };

    private void WriteList(TemplateValue[] items, int level)
    {
        text.Append('[');
        for (int i = 0; i < items.Length; i++)
        {
            Separate(i == 0, level + 1);
            Write(items[i], level + 1);
        }

        Close(']', items.Length == 0, level);
    }

    private void WriteDictionary(DictionaryValue dictionary, int level)
    {
        text.Append('{');
        bool first = true;
        foreach ((TemplateValue key, TemplateValue value) in EntriesOf(dictionary))
        {
            Separate(first, level + 1);
            first = false;
            JsonString.Write(KeyText(key), asciiOnly, text);
            text.Append(keySeparator);
            Write(value, level + 1);
        }

        Close('}', first, level);
    }

    private IEnumerable<KeyValuePair<TemplateValue, TemplateValue>> EntriesOf(DictionaryValue dictionary)
    {
        if (!sortKeys)
            return dictionary.Entries;
        return Sorting.Sort([.. dictionary.Entries], entry => entry.Key, reverse: false, text.Budget);
    }

    private string KeyText(TemplateValue key) => key is StringValue name
        ? name.Value
        : Scalar(key) ?? throw new TemplateFault($"keys must be str, int, float, bool or None, not {key.TypeName}");

    private void Separate(bool first, int level)
    {
        if (!first)
            text.Append(itemSeparator);
        NewLine(level);
    }

    private void Close(char bracket, bool isEmpty, int level)
    {
        if (!isEmpty)
            NewLine(level);
        text.Append(bracket);
    }

    private void NewLine(int level)
    {
        if (indent is null)
            return;
        text.Append('\n');
        for (int i = 0; i < level; i++)
            text.Append(indent);
    }
}
