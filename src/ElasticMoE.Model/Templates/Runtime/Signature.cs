using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Runtime;

/// <summary>
/// The parameters of a built-in function, written as `old new count?`: in order, a question mark after those that may be left out. A
/// slash in front says that none may be given by name; a single `*` takes anything.
/// </summary>
internal sealed class Signature
{
    private readonly string function;
    private readonly string[] names;
    private readonly int required;
    private readonly bool byPlaceOnly;

    public Signature(string function, string parameters)
    {
        this.function = function;
        byPlaceOnly = parameters.StartsWith('/');
        string[] words = parameters.TrimStart('/').Split(' ', StringSplitOptions.RemoveEmptyEntries);
        TakesAnything = parameters == "*";
        names = [.. words.Select(word => word.TrimEnd('?'))];
        required = words.Count(word => !word.EndsWith('?'));
    }

    public bool TakesAnything { get; }

    /// <summary>The arguments in the parameters' order, null where left out.</summary>
    public TemplateValue?[] Bind(CallArguments call)
    {
        if (TakesAnything)
            return [];
        if (call.Positional.Count > names.Length)
            throw new TemplateFault($"{function}() takes at most {names.Length} arguments ({call.Positional.Count} given)");
        var bound = new TemplateValue?[names.Length];
        for (int i = 0; i < call.Positional.Count; i++)
            bound[i] = call.Positional[i];
        foreach ((string name, TemplateValue value) in call.Named)
            bound[FreePlace(name, bound)] = value;
        for (int i = 0; i < required; i++)
        {
            if (bound[i] is null)
                throw new TemplateFault($"{function}() misses its argument '{names[i]}'");
        }

        return bound;
    }

    private int FreePlace(string name, TemplateValue?[] bound)
    {
        int place = byPlaceOnly ? -1 : Array.IndexOf(names, name);
        if (place < 0)
            throw new TemplateFault($"{function}() got an unexpected keyword argument '{name}'");
        if (bound[place] is not null)
            throw new TemplateFault($"{function}() got multiple values for argument '{name}'");
        return place;
    }
}
