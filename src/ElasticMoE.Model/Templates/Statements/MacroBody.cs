using ElasticMoE.Model.Templates.Expressions;
using ElasticMoE.Model.Templates.Runtime;
using ElasticMoE.Model.Templates.Scoping;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Statements;

/// <summary>What a macro or call block runs when it is called: parameters, their defaults and a body with its own names.</summary>
internal sealed class MacroBody(MacroParameter[] parameters, Body body, MacroTraits traits)
{
    private readonly Dictionary<string, int> places =
        parameters.Select((parameter, place) => KeyValuePair.Create(parameter.Name, place)).ToDictionary();

    private ScopePlan? plan;
    private int[] slots = [];
    private int callerSlot = -1;
    private int namedSlot = -1;
    private int restSlot = -1;

    public IReadOnlyList<MacroParameter> Parameters => parameters;

    public MacroTraits Traits => traits;

    /// <summary>Whether the body reads `caller` and has no parameter of that name.</summary>
    public bool TakesCaller => traits.HasFlag(MacroTraits.UsesCaller) && !places.ContainsKey("caller");

    /// <summary>A parameter's place, or -1.</summary>
    public int PlaceOf(string name) => places.GetValueOrDefault(name, -1);

    public void Bind(Frame frame)
    {
        var symbols = new Symbols(frame.Symbols);
        slots = Array.ConvertAll(parameters, parameter => symbols.DeclareParameter(parameter.Name));
        foreach (MacroParameter parameter in parameters)
            parameter.Default?.Visit(symbols);
        callerSlot = TakesCaller ? symbols.DeclareParameter("caller") : -1;
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
}
