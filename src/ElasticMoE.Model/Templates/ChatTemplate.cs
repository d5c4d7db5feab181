using ElasticMoE.Contracts;
using ElasticMoE.Model.Templates.Expressions;
using ElasticMoE.Model.Templates.Runtime;
using ElasticMoE.Model.Templates.Syntax;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates;

/// <summary>
/// A chat template in the part of the Jinja language that published tokenizers use, with the white-space rules and the immutable sandbox
/// they are rendered in. Templates come from strangers: rendering is bounded in steps, depth and text (see <see cref="Limits"/>), reads
/// nothing but its input, and gives the same text everywhere. Parsed once, it may be rendered by many threads.
/// Left out: the tags `include`, `import`, `from`, `extends`, `block` and `autoescape`; the filters `filesizeformat`, `pprint`, `random`,
/// `striptags` and `urlize`; `lipsum`; characters by name (`\N{…}`); powers with a fractional exponent.
/// </summary>
public sealed class ChatTemplate
{
    // A template's own message can be of any length.
    private const int CauseShown = 1_000;

    private readonly Template template;

    private ChatTemplate(Template template, string name)
    {
        this.template = template;
        Name = name;
    }

    /// <summary>What errors call the template by: its file, or where in a file it stands.</summary>
    public string Name { get; }

    /// <summary>Parses a template's source.</summary>
    /// <param name="source">The source.</param>
    /// <param name="name">What errors call it by.</param>
    /// <exception cref="InputException">It is no valid template; names the line and the cause.</exception>
    public static ChatTemplate Parse(string source, string name)
    {
        if (source.Length > Limits.TemplateSourceCharactersMax)
            throw new InputException(name, $"a template of more than {Limits.TemplateSourceCharactersMax} characters");
        try
        {
            return new ChatTemplate(Parser.Parse(source, StandardLibrary.Instance), name);
        }
        catch (SourceFault fault)
        {
            throw new InputException(name, $"line {fault.Line}: {fault.Message}", inner: fault);
        }
    }

    /// <summary>Renders the template.</summary>
    /// <exception cref="InputException">
    /// The template refuses the input, uses what is missing, or passes a limit; names the line and the cause.
    /// </exception>
    public string Render(ChatTemplateInput input)
    {
        var context = new RenderContext(StandardLibrary.Instance, input.ToVariables(), input.Clock);
        try
        {
            Scope scope = template.Plan.Open(context, null);
            template.Plan.Enter(scope);
            var output = new TextBuilder(context.Budget);
            template.Body.Execute(scope, output);
            return output.ToString();
        }
        catch (TemplateFault fault)
        {
            throw new InputException(Name, $"line {context.Line}: {Shorten(fault.Message)}", inner: fault);
        }
    }

    private static string Shorten(string cause) => cause.Length <= CauseShown ? cause : $"{cause[..CauseShown]}…";
}
