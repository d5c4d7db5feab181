using ElasticMoE.Model.Templates.Statements;

namespace ElasticMoE.Model.Templates.Syntax;

/// <summary>Notes which macros' bodies, while they are parsed, read `caller`, `kwargs` and `varargs`.</summary>
internal sealed class SpecialNames
{
    private readonly List<MacroTraits> open = [];

    public void Open() => open.Add(MacroTraits.None);

    public MacroTraits Close()
    {
        MacroTraits traits = open[^1];
        open.RemoveAt(open.Count - 1);
        return traits;
    }

    public void Note(string name)
    {
        MacroTraits trait = Of(name);
        for (int i = 0; trait != MacroTraits.None && i < open.Count; i++)
            open[i] |= trait;
    }

    public static MacroTraits Of(string name) => name switch
    {
        "caller" => MacroTraits.UsesCaller,
        "kwargs" => MacroTraits.TakesNamed,
        "varargs" => MacroTraits.TakesRest,
        _ => MacroTraits.None,
    };
}
