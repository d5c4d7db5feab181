using ElasticMoE.Kernels;
using ElasticMoE.Kernels.MatMul;
using ElasticMoE.Model.Sources;

namespace ElasticMoE.Model.Packing;

/// <summary>Which format each matrix is packed in (docs/numerics.md, "What is loaded how").</summary>
internal static class FormatRule
{
    /// <param name="requested">The format asked for; null loads every matrix exactly.</param>
    /// <param name="role">What the matrix is.</param>
    /// <param name="exact">The format that holds its values exactly.</param>
    /// <param name="inputs">Columns as packed.</param>
    public static WeightFormat For(WeightFormat? requested, MatrixRole role, WeightFormat exact, int inputs)
    {
        if (requested is not { } format || role is MatrixRole.Embedding or MatrixRole.Router or MatrixRole.SharedExpertGate)
            return exact;
        // The head decides close calls between tokens: four bits are too few for it.
        if (role == MatrixRole.Head && format == WeightFormat.Q4)
            format = WeightFormat.Q8;
        bool quantized = format is WeightFormat.Q8 or WeightFormat.Q4;
        return quantized && inputs % PanelLayout.BlockInputs != 0 ? exact : format;
    }
}
