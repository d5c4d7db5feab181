using ElasticMoE.Kernels;
using ElasticMoE.Model.Sources;

namespace ElasticMoE.Model.Packing;

/// <summary>Collects the items of one section under its name.</summary>
internal sealed class PlanItems(ModelSource source, WeightFormat? requested, string prefix, int layer, int expert = -1)
{
    public string Prefix => prefix;

    public List<PackItem> Items { get; } = [];

    public void Matrix(string name, MatrixRole role)
    {
        MatrixSource matrix = source.Matrix(role, layer, expert);
        Items.Add(new PanelItem($"{prefix}.{name}", FormatRule.For(requested, role, ExactFormat(role, matrix), matrix.Inputs), matrix));
    }

    /// <summary>Gates are scored in floats, however they are stored.</summary>
    private static WeightFormat ExactFormat(MatrixRole role, MatrixSource matrix) =>
        role is MatrixRole.Router or MatrixRole.SharedExpertGate ? matrix.FloatFormat : matrix.ExactFormat;

    /// <summary>Adds a matrix that holds one below the other for every head.</summary>
    public void Heads(string name, MatrixRole role)
    {
        MatrixSource matrix = source.Matrix(role, layer);
        WeightFormat format = FormatRule.For(requested, role, matrix.ExactFormat, matrix.Inputs);
        Items.Add(new PanelItem($"{prefix}.{name}", format, matrix, source.Config.Attention.Heads));
    }

    /// <summary>Adds a vector where the model has it.</summary>
    public void Vector(string name, VectorRole role)
    {
        if (source.Vector(role, layer, expert) is { } vector)
            Items.Add(new VectorItem($"{prefix}.{name}", vector.Read()));
    }
}
