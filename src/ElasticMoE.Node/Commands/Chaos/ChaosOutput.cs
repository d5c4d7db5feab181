using System.CommandLine;
using System.Text.Json;
using ElasticMoE.Node.Chaos.Reports;
using ElasticMoE.Node.CommandLine;

namespace ElasticMoE.Node.Commands.Chaos;

/// <summary>How a report is shown.</summary>
internal sealed class ChaosOutput
{
    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON object as the last line." };

    public void AddTo(Command command) => command.Options.Add(_json);

    public void Write(ChaosReport report, ParseResult parsed, CommandContext context)
    {
        bool json = parsed.GetValue(_json);
        new ChaosText(report, json ? context.Console.ErrorPalette : context.Console.OutPalette).Write(json ? context.Console.Error : context.Console.Out);
        if (json)
            context.Console.Out.WriteLine(JsonSerializer.Serialize(report with { Timeline = null }, ChaosJson.OneLine.ChaosReport));
    }
}
