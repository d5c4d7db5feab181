using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using ElasticMoE.Contracts;
using ElasticMoE.Model.Files;
using ElasticMoE.Node.Reports;
using ElasticMoE.Placement.Throughput;

namespace ElasticMoE.Node.Throughput;

/// <summary>Reads what `emoe bench cluster --json` found.</summary>
internal static partial class ClusterFigures
{
    private const int BytesMax = 16 << 20;

    /// <summary>The measurements: those through nodes, and the best one of one process for each number of sequences.</summary>
    /// <exception cref="InputException">The file can't be read or has no such figures.</exception>
    public static IReadOnlyList<MeasuredStep> Read(string path)
    {
        Dictionary<string, double> figures = Parse(path);
        var steps = new Dictionary<(int Nodes, int Rows), double>();
        foreach ((string name, double rate) in figures)
        {
            if (Figure().Match(name) is not { Success: true } match)
                continue;
            int rows = Number(match.Groups["rows"].ValueSpan, path), nodes = match.Groups["what"].ValueSpan is "Alone" ? 0 : Number(match.Groups["nodes"].ValueSpan, path);
            if (!(rate > 0))
                throw new InputException(path, $"{name} is {rate}");
            steps[(nodes, rows)] = Math.Max(rate, steps.GetValueOrDefault((nodes, rows)));
        }
        return steps.Count > 0
            ? [.. steps.OrderBy(step => step.Key).Select(step => new MeasuredStep(step.Key.Nodes, step.Key.Rows, step.Key.Rows / step.Value))]
            : throw new InputException(path, "has no figure of 'emoe bench cluster'");
    }

    private static Dictionary<string, double> Parse(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(InputFile.ReadBytes(path, BytesMax).Span, NodeJson.OneLine.DictionaryStringDouble) ?? [];
        }
        catch (JsonException unreadable)
        {
            throw new InputException(path, unreadable.Message);
        }
    }

    private static int Number(ReadOnlySpan<char> digits, string path) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0 ? number : throw new InputException(path, $"'{digits}' is no number of nodes or sequences");

    [GeneratedRegex("^nodes(?<nodes>[0-9]+)Batch(?<rows>[0-9]+)(?<what>Alone|Cluster)TokensPerSecond$", RegexOptions.ExplicitCapture)]
    private static partial Regex Figure();
}
