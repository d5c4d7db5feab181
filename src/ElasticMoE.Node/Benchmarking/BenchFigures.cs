using System.Globalization;
using System.Text.Json;
using ElasticMoE.Node.CommandLine;

namespace ElasticMoE.Node.Benchmarking;

/// <summary>Writes what a benchmark found.</summary>
internal static class BenchFigures
{
    /// <summary>A line for each figure; with <paramref name="json"/>, those go to standard error and one JSON object of all is the last line of the output.</summary>
    public static void Write(IReadOnlyList<BenchFigure> figures, bool json, CommandContext context)
    {
        int width = figures.Max(figure => figure.Text.Length);
        TextWriter people = json ? context.Console.Error : context.Console.Out;
        foreach (BenchFigure figure in figures)
            people.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{figure.Text.PadRight(width)}  {figure.Value,16:#,0.00} {figure.Unit}").TrimEnd());
        if (json)
            context.Console.Out.WriteLine(JsonSerializer.Serialize(figures.ToDictionary(figure => figure.Name, figure => Math.Round(figure.Value, 3)), Reports.NodeJson.OneLine.DictionaryStringDouble));
    }
}
