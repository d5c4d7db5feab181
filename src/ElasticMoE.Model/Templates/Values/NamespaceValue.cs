namespace ElasticMoE.Model.Templates.Values;

/// <summary>The one value a template can change: attributes that outlive the loop they are set in.</summary>
internal sealed class NamespaceValue : TemplateValue
{
    // Longer than any body nests; attributes may hold the namespace itself, and printing it must end.
    private const int PrintLevels = 16;

    public OrderedDictionary<string, TemplateValue> Attributes { get; } = [];

    internal override string TypeName => "Namespace";

    internal override void WriteRepr(TextBuilder builder)
    {
        builder.Budget.Enter(PrintLevels);
        builder.Append("<Namespace {");
        bool first = true;
        foreach ((string name, TemplateValue value) in Attributes)
        {
            builder.Append(first ? "" : ", ");
            first = false;
            StringRepr.Write(name, builder);
            builder.Append(": ");
            value.WriteRepr(builder);
        }
        builder.Append("}>");
        builder.Budget.Leave(PrintLevels);
    }
}
