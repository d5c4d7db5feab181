namespace ElasticMoE.Model.Templates.Values;

/// <summary>A 64-bit float, written as Python writes it.</summary>
internal sealed class FloatValue(double value) : TemplateValue
{
    public double Value { get; } = value;

    internal override string TypeName => "float";

    internal override bool IsTrue => Value != 0;

    internal override void WriteRepr(TextBuilder builder) => builder.Append(FloatText.Shortest(Value));
}
