using System.CommandLine;
using ElasticMoE.Node.Output;

namespace ElasticMoE.Node.CommandLine;

/// <summary>The option `-o table|json|yaml` of commands that list things.</summary>
internal static class OutputOption
{
    public static Option<string> Create()
    {
        var option = new Option<string>("--output", "-o")
        {
            Description = "How to write the result: table, json or yaml.",
            HelpName = "table|json|yaml",
            DefaultValueFactory = _ => "table",
        };
        return option.AcceptOnlyFromAmong("table", "json", "yaml");
    }

    public static OutputFormat Read(ParseResult parsed, Option<string> option) => parsed.GetValue(option) switch
    {
        "json" => OutputFormat.Json,
        "yaml" => OutputFormat.Yaml,
        _ => OutputFormat.Table,
    };
}
