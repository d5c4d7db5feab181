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
        Items.Add(new PanelItem($"{prefix}.{name}", FormatRule.For(requested, role, matrix.ExactFormat, matrix.Inputs), matrix));
    }

    /// <summary>Adds a vector where the model has it.</summary>
    public void Vector(string name, VectorRole role)
    {
        if (source.Vector(role, layer, expert) is { } vector)
            Items.Add(new VectorItem($"{prefix}.{name}", vector.Read()));
    }
}
