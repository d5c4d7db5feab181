using ElasticMoE.Model.Templates.Runtime;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Methods;

/// <summary>Attributes and items, as the reference's immutable sandbox finds them.</summary>
internal static class Access
{
    /// <summary>`value.name`: the attribute, else the item.</summary>
    public static TemplateValue Attribute(TemplateValue value, string name, RenderContext context)
    {
        if (value is UndefinedValue missing)
            throw missing.Fault;
        return FindAttribute(value, name, context)
            ?? value.Item(new StringValue(name), context.Budget)
            ?? UndefinedValue.Attribute(value, name);
    }

    /// <summary>`value[key]`: the item, else the attribute of that name.</summary>
    public static TemplateValue Item(TemplateValue value, TemplateValue key, RenderContext context) =>
        value.Item(key, context.Budget)
            ?? (key is StringValue name ? FindAttribute(value, name.Value, context) : null)
            ?? UndefinedValue.Element(value, key, context.Budget);

    /// <summary>The attribute, undefined where the sandbox forbids it, or null where there is none.</summary>
    public static TemplateValue? FindAttribute(TemplateValue value, string name, RenderContext context)
    {
        if (value is NamespaceValue space)
            return space.Attributes.GetValueOrDefault(name);
        if (IsForbidden(value, name))
            return new UndefinedValue($"access to attribute '{name}' of '{value.TypeName}' object is unsafe.");
        if (value is ObjectValue owner)
            return owner.Attribute(name, context);
        if (value is TupleValue tuple && Array.IndexOf(tuple.Names, name) is >= 0 and int place)
            return tuple.Items[place];
        NativeFunction? method = value switch
        {
            StringValue => StringMethods.Find(name),
            DictionaryValue => DictionaryMethods.Find(name),
            ListValue => SequenceMethods.Find(name),
            TupleValue or RangeValue when name != "copy" => SequenceMethods.Find(name),
            _ => null,
        };
        return method is null ? null : new FunctionValue(method, value);
    }

    private static bool IsForbidden(TemplateValue value, string name) => value switch
    {
        _ when name.StartsWith("__", StringComparison.Ordinal) && name.EndsWith("__", StringComparison.Ordinal) => true,
        ListValue => name is "append" or "clear" or "pop" or "reverse" or "insert" or "sort" or "extend" or "remove",
        DictionaryValue => name is "clear" or "pop" or "popitem" or "setdefault" or "update",
        _ => false,
    };
}
