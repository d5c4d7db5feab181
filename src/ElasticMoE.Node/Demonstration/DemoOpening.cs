using ElasticMoE.Model.Accounting;
using ElasticMoE.Node.Generation;
using ElasticMoE.Node.Inspection;
using ElasticMoE.Node.Loading;
using ElasticMoE.Node.Machine;
using ElasticMoE.Node.Output;
using ElasticMoE.Node.Terminal;

namespace ElasticMoE.Node.Demonstration;

/// <summary>What is shown before the first question: the model, its size, the machine.</summary>
internal static class DemoOpening
{
    public static void Write(TextWriter output, Palette palette, ModelOptions options, ModelSession session, double loadMs)
    {
        string name = ModelWords.Name(options.Directory);
        int layers = session.Model.Config.Layers.Count;
        output.WriteLine();
        output.WriteLine($"  {palette.Bold("ElasticMoE")} {palette.Dim("one router, many experts, each token uses a few")}");
        output.WriteLine();
        Line(output, palette, "model", $"{palette.Accent(name)}, {session.Model.Config.ModelType}, {layers} layers");
        Line(output, palette, "experts", ModelWords.Experts(session.Model.Config.Mixture));
        Line(output, palette, "size", ModelWords.Size(ModelSize.Of(session.Model.Config)));
        Line(output, palette, "weights", $"{FormatOption.Name(options.Format)}, {Figures.Bytes(session.Model.WeightBytes)} mapped in {Figures.Duration(TimeSpan.FromMilliseconds(loadMs))}");
        Line(output, palette, "machine", $"{MachineInfo.Read()}, {ComputeThreads.Count()} compute threads");
    }

    private static void Line(TextWriter output, Palette palette, string label, string text) => output.WriteLine($"  {palette.Dim(label.PadRight(9))}{text}");
}
