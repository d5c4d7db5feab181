namespace ElasticMoE.Model.Files;

/// <summary>A tensor to be written.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its element type.</param>
/// <param name="Shape">Its dimensions, outermost first.</param>
public sealed record TensorSpec(string Name, TensorType Type, IReadOnlyList<long> Shape)
{
    /// <summary>Number of elements.</summary>
    public long Elements => Shape.Aggregate(1L, (product, dimension) => checked(product * dimension));

    /// <summary>Length in the file.</summary>
    public long Bytes => checked(Elements * TensorTypes.BytesOf(Type));
}
