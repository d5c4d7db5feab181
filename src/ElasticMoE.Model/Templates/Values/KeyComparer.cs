using System.Numerics;

namespace ElasticMoE.Model.Templates.Values;

/// <summary>Equality of dictionary keys: Python's, where 1, 1.0 and True are the same key.</summary>
internal sealed class KeyComparer : IEqualityComparer<TemplateValue>
{
    public static readonly KeyComparer Instance = new();

    public static bool IsHashable(TemplateValue value) => value switch
    {
        ListValue or DictionaryValue => false,
        TupleValue tuple => tuple.IsHashable,
        _ => true,
    };

    /// <summary>
    /// Counts what hashing and comparing a key takes. A tuple's parts count as often as they occur, since each is visited.
    /// </summary>
    public static void Charge(TemplateValue key, RenderBudget budget) => budget.Characters(WeightOf(key));

    /// <summary>How many characters and items a key holds.</summary>
    public static long WeightOf(TemplateValue key) => key switch
    {
        StringValue text => text.Value.Length,
        TupleValue tuple => tuple.Weight,
        _ => 1,
    };

    public static void RequireHashable(TemplateValue value)
    {
        if (!IsHashable(value))
            throw new TemplateFault($"unhashable type: '{value.TypeName}'");
    }

    public bool Equals(TemplateValue? x, TemplateValue? y)
    {
        if (ReferenceEquals(x, y))
            return true;
        return (x, y) switch
        {
            (StringValue a, StringValue b) => a.Value == b.Value,
            (TupleValue a, TupleValue b) => a.Items.AsSpan().SequenceEqual(b.Items, this),
            (UndefinedValue, UndefinedValue) => true,
            (null, _) or (_, null) => false,
            _ => Numbers.AreEqual(x, y),
        };
    }

    public int GetHashCode(TemplateValue obj)
    {
        if (obj is StringValue text)
            return text.Value.GetHashCode();
        if (obj is TupleValue tuple)
            return HashOf(tuple.Items);
        if (obj.AsInteger is BigInteger integer)
            return HashCode.Combine(integer);
        if (obj is FloatValue number)
            return Numbers.IsIntegral(number.Value) ? HashCode.Combine(new BigInteger(number.Value)) : HashCode.Combine(number.Value);
        return obj is UndefinedValue ? 0 : System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(obj);
    }

    private int HashOf(TemplateValue[] items)
    {
        var hash = default(HashCode);
        foreach (TemplateValue item in items)
            hash.Add(GetHashCode(item));
        return hash.ToHashCode();
    }
}
