using System.Collections.Frozen;
using System.Numerics;
using ElasticMoE.Model.Templates.Methods;
using ElasticMoE.Model.Templates.Operations;
using ElasticMoE.Model.Templates.Runtime;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Checks;

/// <summary>All tests by name: what may stand after `is`.</summary>
internal static class CheckTable
{
    public static FrozenDictionary<string, NativeFunction> Build()
    {
        var table = new MethodTable();
        AddKinds(table);
        AddNumbers(table);
        AddTexts(table);
        AddComparisons(table);
        return table.Freeze();
    }

    private static void AddKinds(MethodTable table)
    {
        Add(table, "defined", call => call.Self is not UndefinedValue);
        Add(table, "undefined", call => call.Self is UndefinedValue);
        Add(table, "none", call => call.Self is NoneValue);
        Add(table, "boolean", call => call.Self is BooleanValue);
        Add(table, "true", call => call.Self is BooleanValue { Value: true });
        Add(table, "false", call => call.Self is BooleanValue { Value: false });
        Add(table, "integer", call => call.Self is IntegerValue);
        Add(table, "float", call => call.Self is FloatValue);
        Add(table, "number", call => Numbers.IsNumber(call.Self));
        Add(table, "string", call => call.Self is StringValue);
        Add(table, "mapping", call => call.Self is DictionaryValue);
        Add(table, "sequence", call => call.Self.IsSequence);
        Add(table, "iterable", call => call.Self.IsIterable);
        Add(table, "callable", call => call.Self is CallableValue or UndefinedValue);
        Add(table, "escaped", call => call.Self is StringValue { IsMarkup: true });
    }

    private static void AddNumbers(MethodTable table)
    {
        Add(table, "odd", call => Rest(call, TemplateValue.Of(2L)) == 1);
        Add(table, "even", call => Rest(call, TemplateValue.Of(2L)) == 0);
        Add(table, "divisibleby", call => Rest(call, call.Required(0)) == 0, "num");
    }

    private static void AddTexts(MethodTable table)
    {
        Add(table, "lower", call => CharacterTests.IsLower(call.SelfText, call.Budget));
        Add(table, "upper", call => CharacterTests.IsUpper(call.SelfText, call.Budget));
        Add(table, "filter", call => call.Self is StringValue name && call.Context.Library.Filters.ContainsKey(name.Value));
        Add(table, "test", call => call.Self is StringValue name && call.Context.Library.Tests.ContainsKey(name.Value));
    }

    private static void AddComparisons(MethodTable table)
    {
        Add(table, "sameas", IsSame, "other");
        Add(table, "in", call => Comparison.Contains(call.Required(0), call.Self, call.Budget), "seq");
        AddAll(table, ["==", "eq", "equalto"], call => Comparison.AreEqual(call.Self, call.Required(0), call.Budget));
        AddAll(table, ["!=", "ne"], call => !Comparison.AreEqual(call.Self, call.Required(0), call.Budget));
        AddAll(table, ["<", "lt", "lessthan"], call => Order(call, "<") < 0);
        AddAll(table, ["<=", "le"], call => Order(call, "<=") <= 0);
        AddAll(table, [">", "gt", "greaterthan"], call => Order(call, ">") > 0);
        AddAll(table, [">=", "ge"], call => Order(call, ">=") >= 0);
    }

    private static void AddAll(MethodTable table, string[] names, Predicate<NativeCall> holds)
    {
        foreach (string name in names)
            Add(table, name, holds, "other");
    }

    private static void Add(MethodTable table, string name, Predicate<NativeCall> holds, string parameters = "") =>
        table.Add(name, parameters, call => BooleanValue.Of(holds(call)));

    private static int? Order(NativeCall call, string symbol) => Comparison.Order(call.Self, call.Required(0), symbol, call.Budget);

    private static double? Rest(NativeCall call, TemplateValue divisor) => Arithmetic.Modulo(call.Self, divisor, call.Budget) switch
    {
        FloatValue rest => rest.Value,
        { AsInteger: BigInteger rest } => (double)rest,
        _ => null,
    };

    /// <summary>The same object. Equal integers and equal texts count as one, since Python often has one object for them.</summary>
    private static bool IsSame(NativeCall call) => (call.Self, call.Required(0)) switch
    {
        (IntegerValue a, IntegerValue b) => a.Value == b.Value,
        (StringValue a, StringValue b) => Comparison.AreEqual(a, b, call.Budget),
        (TemplateValue a, TemplateValue b) => ReferenceEquals(a, b),
    };
}
