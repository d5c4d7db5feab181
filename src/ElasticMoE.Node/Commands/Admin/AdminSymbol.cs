using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using ElasticMoE.ControlPlane.Admin;
using ElasticMoE.Node.Administration;
using ElasticMoE.Node.CommandLine;

namespace ElasticMoE.Node.Commands.Admin;

/// <summary>A parameter of the admin table as an argument or option of a command line.</summary>
internal sealed class AdminSymbol
{
    private readonly AdminParameter _parameter;
    private readonly Func<ParseResult, CommandContext, JsonNode?> _read;

    private AdminSymbol(AdminParameter parameter, Func<ParseResult, CommandContext, JsonNode?> read) => (_parameter, _read) = (parameter, read);

    /// <summary>Adds a parameter to a command.</summary>
    public static AdminSymbol AddTo(Command command, AdminParameter parameter) => parameter.Kind switch
    {
        AdminParameterKind.Node or AdminParameterKind.Count => Value<long?>(command, parameter, "N", (number, _) => number is { } value ? JsonValue.Create(value) : null),
        AdminParameterKind.Flag => Value<bool>(command, parameter, null, (flag, _) => flag ? JsonValue.Create(true) : null),
        AdminParameterKind.Milliseconds => Value<string?>(command, parameter, "TIME", (text, _) => text is null ? null : JsonValue.Create((long)AdminValues.Duration($"--{OptionOf(parameter)}", text).TotalMilliseconds)),
        AdminParameterKind.Experts => Value<string[]?>(command, parameter, "LAYER/INDEX", (texts, _) => texts is { Length: > 0 } ? new JsonArray([.. texts.Select(text => (JsonNode)text)]) : null),
        AdminParameterKind.Knobs => Value<string[]?>(command, parameter, "NAME=NUMBER", (texts, _) => texts is { Length: > 0 } ? AdminValues.Knobs(texts) : null),
        AdminParameterKind.Plan => Value<string?>(command, parameter, "FILE", (path, context) => path is null ? null : AdminValues.Plan(path, context.Console.In)),
        AdminParameterKind.Expert => Value<string?>(command, parameter, "LAYER/INDEX", (text, _) => text is null ? null : JsonValue.Create(text)),
        _ => Value<string?>(command, parameter, "TEXT", (text, _) => text is null ? null : JsonValue.Create(text)),
    };

    /// <summary>The fields that a command line gives.</summary>
    public static JsonObject Fields(IEnumerable<AdminSymbol> symbols, ParseResult parsed, CommandContext context)
    {
        var fields = new JsonObject();
        foreach (AdminSymbol symbol in symbols)
        {
            if (symbol._read(parsed, context) is { } value)
                fields[symbol._parameter.Name] = value;
        }
        return fields;
    }

    private static AdminSymbol Value<T>(Command command, AdminParameter parameter, string? helpName, Func<T?, CommandContext, JsonNode?> toJson)
    {
        if (parameter.IsPositional)
        {
            var argument = new Argument<T>(parameter.Name.ToUpperInvariant()) { Description = parameter.Description, HelpName = helpName, Arity = Arity<T>(parameter) };
            command.Arguments.Add(argument);
            return new(parameter, (parsed, context) => toJson(parsed.GetValue(argument), context));
        }
        var option = new Option<T>($"--{OptionOf(parameter)}") { Description = parameter.Description, HelpName = helpName, Required = parameter.IsRequired };
        command.Options.Add(option);
        return new(parameter, (parsed, context) => toJson(parsed.GetValue(option), context));
    }

    private static ArgumentArity Arity<T>(AdminParameter parameter) => (typeof(T).IsArray, parameter.IsRequired) switch
    {
        (true, true) => ArgumentArity.OneOrMore,
        (true, false) => ArgumentArity.ZeroOrMore,
        (false, true) => ArgumentArity.ExactlyOne,
        _ => ArgumentArity.ZeroOrOne,
    };

    private static string OptionOf(AdminParameter parameter)
    {
        if (parameter.Option is { } named)
            return named;
        var option = new StringBuilder();
        foreach (char letter in parameter.Name)
            option.Append(char.IsAsciiLetterUpper(letter) ? $"-{char.ToLowerInvariant(letter)}" : letter);
        return option.ToString();
    }
}
