using System.Numerics;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Runtime;

/// <summary>One call of a <see cref="NativeFunction"/>: what it is applied to and its arguments, read as the types it wants.</summary>
internal sealed class NativeCall(
    string function, TemplateValue self, CallArguments all, TemplateValue?[] bound, RenderContext context)
{
    public TemplateValue Self => self;

    /// <summary>The arguments as passed, for functions that take anything.</summary>
    public CallArguments All => all;

    public RenderContext Context => context;

    public RenderBudget Budget => context.Budget;

    /// <summary>The text of a text, or of what `str` makes of another value.</summary>
    public string SelfText => self.Text(Budget);

    /// <summary>Whether an argument was given and is not None.</summary>
    public bool Has(int place) => bound[place] is not (null or NoneValue);

    public TemplateValue? Argument(int place) => bound[place];

    public TemplateValue Required(int place) => bound[place]!;

    public bool Flag(int place, bool otherwise = false) => bound[place]?.IsTrue ?? otherwise;

    /// <summary>An argument that must be a text.</summary>
    public string Text(int place, string? otherwise = null) => bound[place] switch
    {
        StringValue text => text.Value,
        null when otherwise is not null => otherwise,
        UndefinedValue missing => throw missing.Fault,
        TemplateValue other => throw new TemplateFault($"{function}() needs a str, not {other.TypeName}"),
        _ => throw new TemplateFault($"{function}() misses a str"),
    };

    /// <summary>What `str` makes of an argument.</summary>
    public string AnyText(int place, string otherwise = "") => bound[place]?.Text(Budget) ?? otherwise;

    /// <summary>An argument that must be an integer; far values end at the int range.</summary>
    public int Integer(int place, int otherwise = 0) => bound[place] switch
    {
        null => otherwise,
        { AsInteger: BigInteger integer } => (int)BigInteger.Max(int.MinValue, BigInteger.Min(int.MaxValue, integer)),
        UndefinedValue missing => throw missing.Fault,
        TemplateValue other => throw new TemplateFault($"'{other.TypeName}' object cannot be interpreted as an integer"),
    };

    /// <summary>The items of what the function is applied to.</summary>
    public List<TemplateValue> SelfItems() => Iteration.ToList(self, Budget);

    public TemplateFault Fault(string cause) => new($"{function}(): {cause}");
}
