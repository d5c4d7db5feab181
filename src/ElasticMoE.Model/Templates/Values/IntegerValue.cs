using System.Globalization;
using System.Numerics;
using ElasticMoE.Contracts;

namespace ElasticMoE.Model.Templates.Values;

/// <summary>An integer of any size up to <see cref="Limits.TemplateIntegerBitsMax"/>.</summary>
internal sealed class IntegerValue : TemplateValue
{
    public IntegerValue(BigInteger value)
    {
        if (value.GetBitLength() > Limits.TemplateIntegerBitsMax)
            throw new TemplateFault($"an integer has more than {Limits.TemplateIntegerBitsMax} bits");
        Value = value;
    }

    public BigInteger Value { get; }

    internal override string TypeName => "int";

    internal override bool IsTrue => !Value.IsZero;

    internal override BigInteger? AsInteger => Value;

    internal override void WriteRepr(TextBuilder builder)
    {
        builder.Budget.Step(Value.GetBitLength() / 64);
        builder.Append(Value.ToString(CultureInfo.InvariantCulture));
    }
}
