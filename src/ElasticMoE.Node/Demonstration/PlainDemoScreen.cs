using ElasticMoE.Engine.Requests;
using ElasticMoE.Node.Generation;
using ElasticMoE.Node.Profiles;
using ElasticMoE.Node.Terminal;

namespace ElasticMoE.Node.Demonstration;

/// <summary>The demonstration as plain text that is only ever added to, for pipes and files.</summary>
internal sealed class PlainDemoScreen(TextWriter output, RoutingCounts counts) : DemoScreen
{
    private const string Indent = "  ";
    private const int BusiestShown = 3;

    private int _index;

    public override void Ask(DemoQuestion question, int index)
    {
        _index = index;
        output.WriteLine();
        output.WriteLine(question.Domain);
        output.WriteLine($"{Indent}> {Indented(question.Text)}");
        output.Write(Indent);
    }

    public override void Stream(Answer answer, TokenEvent token) => output.Write(Indented(token.Text));

    public override void Finish(DemoAnswer answer)
    {
        output.WriteLine();
        foreach (string line in DemoWords.Verdict(answer, Palette.Plain, int.MaxValue))
            output.WriteLine(Indent + line);
        output.WriteLine($"{Indent}busiest experts: {Busiest()}");
    }

    /// <summary>"layer 1: 4 17 20; layer 2: 1 2 24".</summary>
    private string Busiest() => string.Join("; ", Enumerable.Range(0, counts.Layers.Count).Select(layer =>
    {
        long[] row = counts.Row(_index, layer).ToArray();
        IEnumerable<int> busiest = Enumerable.Range(0, row.Length).Where(expert => row[expert] > 0).OrderByDescending(expert => row[expert]).Take(BusiestShown);
        return $"layer {counts.Layers[layer]}: {string.Join(' ', busiest)}";
    }));

    private static string Indented(string text) => TextWrap.Printable(text).Replace("\n", "\n" + Indent, StringComparison.Ordinal);
}
