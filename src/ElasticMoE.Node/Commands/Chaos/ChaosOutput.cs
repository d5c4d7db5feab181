using System.CommandLine;
using System.Text.Json;
using ElasticMoE.Node.Chaos.Reports;
using ElasticMoE.Node.CommandLine;

namespace ElasticMoE.Node.Commands.Chaos;

/// <summary>How a report is shown.</summary>
internal sealed class ChaosOutput
{
    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON object as the last line." };
    private readonly Option<string?> _html = new("--html") { Description = "Write a page with the timeline too.", HelpName = "FILE" };

    public void AddTo(Command command)
    {
        command.Options.Add(_json);
        command.Options.Add(_html);
    }

    public bool IsJson(ParseResult parsed) => parsed.GetValue(_json);

    public void Write(ChaosReport report, ParseResult parsed, CommandContext context)
    {
        bool json = IsJson(parsed);
        new ChaosText(report, json ? context.Console.ErrorPalette : context.Console.OutPalette).Write(json ? context.Console.Error : context.Console.Out);
        if (parsed.GetValue(_html) is { } path)
        {
            using (var page = new StreamWriter(path + ".new"))
                new ChaosPage(report).Write(page);
            File.Move(path + ".new", path, overwrite: true);
            context.Say($"{path} written");
        }
        if (json)
            context.Console.Out.WriteLine(JsonSerializer.Serialize(report with { Timeline = null }, ChaosJson.OneLine.ChaosReport));
    }
}
