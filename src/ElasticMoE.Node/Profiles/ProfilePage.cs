using ElasticMoE.Node.Imaging;
using ElasticMoE.Node.Output;
using ElasticMoE.Node.Reports;
using ElasticMoE.Node.Terminal;

namespace ElasticMoE.Node.Profiles;

/// <summary>A profile for people: a heat map in the terminal, and one as a picture.</summary>
internal sealed class ProfilePage(ProfileReport report, RoutingCounts counts)
{
    public void Write(CommandConsole console)
    {
        console.Out.WriteLine($"{console.OutPalette.Bold(report.Model)}  {Extent()} in {Figures.Duration(TimeSpan.FromSeconds(report.ElapsedSeconds))}");
        new TerminalHeatMap(counts, console.OutPalette, console.Columns).Write(console.Out);
    }

    public Canvas Picture() => new PngHeatMap(counts, $"{report.Model}: which experts fire", Extent()).Draw();

    private string Extent() => $"{Counted(report.Prompts, "prompt")} in {Counted(counts.Domains.Count, "domain")}, "
        + $"{Counted(report.PromptTokens, "token")} read and {Figures.Grouped(report.OutputTokens)} written";

    private static string Counted(long count, string noun) => $"{Figures.Grouped(count)} {noun}{(count == 1 ? "" : "s")}";
}
