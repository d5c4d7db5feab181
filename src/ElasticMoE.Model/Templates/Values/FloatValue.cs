namespace ElasticMoE.Model.Templates.Values;

/// <summary>A 64-bit float, written as Python writes it.</summary>
internal sealed class FloatValue(double value) : TemplateValue
{
    // Finding the shortest digits takes about as long as this many ordinary steps.
    private const int PrintSteps = 8;

    public double Value { get; } = value;

    internal override string TypeName => "float";

    internal override bool IsTrue => Value != 0;

    internal override void WriteRepr(TextBuilder builder)
    {
        builder.Budget.Step(PrintSteps);
        builder.Append(FloatText.Shortest(Value));
    }
}
