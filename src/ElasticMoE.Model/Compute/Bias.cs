using ElasticMoE.Kernels.Elementwise;
using ElasticMoE.Kernels.MatMul;
using ElasticMoE.Model.Packing;

namespace ElasticMoE.Model.Compute;

/// <summary>Adds a projection's bias to the outputs of some panels.</summary>
internal static class Bias
{
    public static void Add(RowBuffer output, RowRange rows, float[] bias, PanelRange panels)
    {
        int first = panels.First * PanelLayout.PanelRows;
        int count = Math.Min(bias.Length - first, panels.Count * PanelLayout.PanelRows);
        for (int row = rows.First; row < rows.First + rows.Count; row++)
            Elementwise.Add(output.Row(row).Slice(first, count), bias.AsSpan(first, count));
    }
}
