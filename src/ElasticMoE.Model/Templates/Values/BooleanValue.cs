using System.Numerics;

namespace ElasticMoE.Model.Templates.Values;

/// <summary>Python's True and False, which are the integers 1 and 0 in arithmetic and comparisons.</summary>
internal sealed class BooleanValue : TemplateValue
{
    public static readonly BooleanValue True = new(true);
    public static readonly BooleanValue False = new(false);

    private BooleanValue(bool value) => Value = value;

    public bool Value { get; }

    internal override string TypeName => "bool";

    internal override bool IsTrue => Value;

    internal override BigInteger? AsInteger => Value ? BigInteger.One : BigInteger.Zero;

    public static new BooleanValue Of(bool value) => value ? True : False;

    internal override void WriteRepr(TextBuilder builder) => builder.Append(Value ? "True" : "False");
}
