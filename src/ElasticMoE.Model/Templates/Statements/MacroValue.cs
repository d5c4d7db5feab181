using ElasticMoE.Model.Templates.Runtime;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Statements;

/// <summary>A macro, with the scope it was defined in.</summary>
/// <param name="name">Its name, empty for the body of a call block.</param>
/// <param name="body">What it runs.</param>
/// <param name="nesting">How deep its nodes nest, which a call adds to the evaluation's depth.</param>
/// <param name="definition">The scope around it.</param>
internal sealed class MacroValue(string name, MacroBody body, int nesting, Scope definition) : CallableValue
{
    internal override string TypeName => "Macro";

    public override TemplateValue Call(CallArguments arguments, RenderContext context)
    {
        context.Budget.Step(body.Parameters.Count + arguments.Positional.Count + arguments.Named.Count);
        MacroArguments sorted = MacroArguments.Sort(name, body, arguments);
        context.Budget.Enter(nesting);
        var text = new StringValue(body.Run(sorted, definition));
        context.Budget.Leave(nesting);
        return text;
    }

    public override TemplateValue? Attribute(string name, RenderContext context) => name switch
    {
        "name" => MacroName,
        "arguments" => new TupleValue([.. body.Parameters.Select(parameter => new StringValue(parameter.Name))]),
        "catch_kwargs" => BooleanValue.Of(body.Traits.HasFlag(MacroTraits.TakesNamed)),
        "catch_varargs" => BooleanValue.Of(body.Traits.HasFlag(MacroTraits.TakesRest)),
        "caller" => BooleanValue.Of(body.Traits.HasFlag(MacroTraits.UsesCaller)),
        _ => null,
    };

    internal override void WriteRepr(TextBuilder builder) => builder.Append(name.Length == 0 ? "<Macro anonymous>" : $"<Macro '{name}'>");

    private TemplateValue MacroName => name.Length == 0 ? None : new StringValue(name);
}
