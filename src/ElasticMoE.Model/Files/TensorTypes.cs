namespace ElasticMoE.Model.Files;

/// <summary>Names and sizes of the element types, as the safetensors format writes them.</summary>
public static class TensorTypes
{
    private static readonly Dictionary<string, TensorType> ByName = new()
    {
        ["BOOL"] = TensorType.Bool,
        ["U8"] = TensorType.U8,
        ["I8"] = TensorType.I8,
        ["U16"] = TensorType.U16,
        ["I16"] = TensorType.I16,
        ["U32"] = TensorType.U32,
        ["I32"] = TensorType.I32,
        ["U64"] = TensorType.U64,
        ["I64"] = TensorType.I64,
        ["F8_E4M3"] = TensorType.F8E4M3,
        ["F8_E5M2"] = TensorType.F8E5M2,
        ["F8_E8M0"] = TensorType.F8E8M0,
        ["F16"] = TensorType.F16,
        ["BF16"] = TensorType.BF16,
        ["F32"] = TensorType.F32,
        ["F64"] = TensorType.F64,
    };

    private static readonly Dictionary<TensorType, string> Names = ByName.ToDictionary(pair => pair.Value, pair => pair.Key);

    /// <summary>The name of a type in a file's header.</summary>
    public static string NameOf(TensorType type) => Names[type];

    /// <summary>Bytes of one element.</summary>
    public static int BytesOf(TensorType type) => type switch
    {
        TensorType.U16 or TensorType.I16 or TensorType.F16 or TensorType.BF16 => 2,
        TensorType.U32 or TensorType.I32 or TensorType.F32 => 4,
        TensorType.U64 or TensorType.I64 or TensorType.F64 => 8,
        _ => 1,
    };

    internal static bool TryParse(string name, out TensorType type) => ByName.TryGetValue(name, out type);
}
