namespace ElasticMoE.Model.Files;

/// <summary>Where a tensor lies in a safetensors file. Row-major, the last dimension dense.</summary>
/// <param name="Name">Its name in the header.</param>
/// <param name="Type">Its element type.</param>
/// <param name="Shape">Its dimensions, outermost first; empty for a scalar.</param>
/// <param name="Offset">First byte, counted from the start of the file.</param>
/// <param name="Bytes">Length; the shape's product times the element size.</param>
public sealed record TensorEntry(string Name, TensorType Type, IReadOnlyList<long> Shape, long Offset, long Bytes)
{
    /// <summary>Number of elements.</summary>
    public long Elements => Bytes / TensorTypes.BytesOf(Type);

    /// <summary>Type and shape as messages show them, for example `BF16 [320, 64]`.</summary>
    public string Form => FormOf(Type, Shape);

    internal static string FormOf(TensorType type, IReadOnlyList<long> shape) =>
        $"{TensorTypes.NameOf(type)} [{string.Join(", ", shape)}]";
}
