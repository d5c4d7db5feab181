using ElasticMoE.Model.Accounting;
using ElasticMoE.Model.Configuration;
using ElasticMoE.Node.Output;
using ElasticMoE.Node.Terminal;

namespace ElasticMoE.Node.Demonstration;

/// <summary>Sets what one token uses of the loaded model beside published shapes, all counted from shapes in the same way.</summary>
internal sealed class SizeComparison(string modelName, ModelConfig config)
{
    /// <summary>The context at which computation is compared, as the DeepSeekMoE report does (arXiv:2401.06066, section 5).</summary>
    private const int ComparedPositions = 4096;

    public void Write(TextWriter output, Palette palette)
    {
        var table = new TextTable("", TableColumn.Number("parameters"), TableColumn.Number("active"), TableColumn.Number("share"),
            TableColumn.Number("FLOPs per token"));
        ModelSize own = ModelSize.Of(config);
        AddRow(table, palette.Bold(modelName), own, 1);
        AddRow(table, "DeepSeek-V3's shape", ModelSize.Of(PublishedShapes.DeepSeekV3), 1);
        AddRow(table, "DeepSeekMoE-16B's shape", ModelSize.Of(PublishedShapes.DeepSeekMoe16B), 1);
        AddRow(table, "a dense 7B (Llama 2)", ModelSize.Of(PublishedShapes.Dense7B), 1);
        table.Write(output, palette, "  ");
        output.WriteLine($"  At {ComparedPositions:N0} positions DeepSeekMoE-16B computes {palette.Bold(Figures.Percent(SixteenAgainstSeven()))} of what the dense 7B computes.");
    }

    private static double SixteenAgainstSeven() =>
        ModelSize.Of(PublishedShapes.DeepSeekMoe16B).FlopsPerToken(ComparedPositions) / ModelSize.Of(PublishedShapes.Dense7B).FlopsPerToken(ComparedPositions);

    private static void AddRow(TextTable table, string name, ModelSize size, int positions) => table.Add(
        name,
        Figures.Parameters(size.TotalParameters),
        Figures.Parameters(size.ActiveParameters),
        Figures.Percent(size.ActiveShare),
        Figures.Count(size.FlopsPerToken(positions)));
}
