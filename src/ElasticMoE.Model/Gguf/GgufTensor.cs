namespace ElasticMoE.Model.Gguf;

/// <summary>Where a tensor lies in a GGUF file. Row-major, the last dimension dense.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its element type.</param>
/// <param name="Shape">Its dimensions, outermost first: the other way round than the file lists them.</param>
/// <param name="Offset">First byte, counted from the start of the file.</param>
/// <param name="Bytes">Length.</param>
internal sealed record GgufTensor(string Name, GgufType Type, IReadOnlyList<long> Shape, long Offset, long Bytes)
{
    /// <summary>Type and shape as messages show them: `Q8_0 [320, 64]`.</summary>
    public string Form => $"{GgufTypes.NameOf(Type)} [{string.Join(", ", Shape)}]";
}
