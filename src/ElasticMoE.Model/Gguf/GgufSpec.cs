namespace ElasticMoE.Model.Gguf;

/// <summary>A tensor that is to be written.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its element type.</param>
/// <param name="Shape">Its dimensions, outermost first.</param>
internal sealed record GgufSpec(string Name, GgufType Type, IReadOnlyList<long> Shape)
{
    /// <summary>Its rows, those of all its matrices.</summary>
    public long Rows => Shape.SkipLast(1).Aggregate(1L, (product, side) => checked(product * side));

    public long Bytes => checked(Rows * GgufTypes.BytesOf(Type, Shape[^1]));
}
