using ElasticMoE.Model.Templates.Runtime;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Globals;

/// <summary>Gives its items one after the other, over and over.</summary>
internal sealed class CyclerValue : ObjectValue
{
    private readonly TemplateValue[] items;
    private int position;

    public CyclerValue(TemplateValue[] items)
    {
        if (items.Length == 0)
            throw new TemplateFault("at least one item has to be provided");
        this.items = items;
    }

    internal override string TypeName => "Cycler";

    public override TemplateValue? Attribute(string name, RenderContext context) => name switch
    {
        "current" => items[position],
        "pos" => Of((long)position),
        "items" => new TupleValue(items),
        "next" => new FunctionValue(new NativeFunction("next", "", _ => Next()), this),
        "reset" => new FunctionValue(new NativeFunction("reset", "", _ => Reset()), this),
        _ => null,
    };

    private TemplateValue Next()
    {
        TemplateValue item = items[position];
        position = (position + 1) % items.Length;
        return item;
    }

    private TemplateValue Reset()
    {
        position = 0;
        return None;
    }
}
