using ElasticMoE.Model.Templates.Expressions;
using ElasticMoE.Model.Templates.Runtime;
using ElasticMoE.Model.Templates.Scoping;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Statements;

/// <summary>What a macro or call block runs when it is called: parameters, their defaults and a body with its own names.</summary>
internal sealed class MacroBody(MacroParameter[] parameters, Body body, MacroTraits traits)
{
    private ScopePlan? plan;
    private int[] slots = [];
    private int callerSlot = -1;
    private int namedSlot = -1;
    private int restSlot = -1;

    public IReadOnlyList<MacroParameter> Parameters => parameters;

    public MacroTraits Traits => traits;

    public void Bind(Frame frame)
    {
        var symbols = new Symbols(frame.Symbols);
        slots = Array.ConvertAll(parameters, parameter => symbols.DeclareParameter(parameter.Name));
        foreach (MacroParameter parameter in parameters)
            parameter.Default?.Visit(symbols);
        callerSlot = traits.HasFlag(MacroTraits.UsesCaller) && !HasParameter("caller") ? symbols.DeclareParameter("caller") : -1;
        namedSlot = traits.HasFlag(MacroTraits.TakesNamed) ? symbols.DeclareParameter("kwargs") : -1;
        restSlot = traits.HasFlag(MacroTraits.TakesRest) ? symbols.DeclareParameter("varargs") : -1;
        body.Visit(symbols);
        Frame inner = frame.Inner(symbols);
        foreach (MacroParameter parameter in parameters)
            parameter.Default?.Bind(inner);
        body.Bind(inner);
        plan = symbols.ToPlan();
    }

    /// <summary>Runs the body with the arguments and gives its text.</summary>
    public string Run(MacroArguments arguments, Scope definition)
    {
        Scope scope = plan!.Open(definition.Context, definition);
        for (int i = 0; i < slots.Length; i++)
            scope.Slots[slots[i]] = arguments.Values[i];
        Set(scope, callerSlot, arguments.Caller);
        Set(scope, namedSlot, arguments.Named);
        Set(scope, restSlot, arguments.Rest);
        plan.Enter(scope);
        for (int i = 0; i < slots.Length; i++)
            scope.Slots[slots[i]] ??= DefaultOf(parameters[i], scope);
        var text = new TextBuilder(definition.Context.Budget);
        body.Execute(scope, text);
        return text.ToString();
    }

    private static TemplateValue DefaultOf(MacroParameter parameter, Scope scope) =>
        parameter.Default?.Evaluate(scope) ?? new UndefinedValue($"parameter '{parameter.Name}' was not provided");

    private static void Set(Scope scope, int slot, TemplateValue? value)
    {
        if (slot >= 0)
            scope.Slots[slot] = value;
    }

    private bool HasParameter(string name) => Array.Exists(parameters, parameter => parameter.Name == name);
}
