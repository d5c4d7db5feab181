using ElasticMoE.Contracts;
using ElasticMoE.Kernels.Quantization;

namespace ElasticMoE.Model.Gguf;

/// <summary>Names and sizes of GGUF's element types.</summary>
internal static class GgufTypes
{
    private static readonly Dictionary<uint, string> s_names = new()
    {
        [0] = "F32", [1] = "F16", [2] = "Q4_0", [3] = "Q4_1", [6] = "Q5_0", [7] = "Q5_1", [8] = "Q8_0", [9] = "Q8_1",
        [10] = "Q2_K", [11] = "Q3_K", [12] = "Q4_K", [13] = "Q5_K", [14] = "Q6_K", [15] = "Q8_K",
        [16] = "IQ2_XXS", [17] = "IQ2_XS", [18] = "IQ3_XXS", [19] = "IQ1_S", [20] = "IQ4_NL", [21] = "IQ3_S", [22] = "IQ2_S", [23] = "IQ4_XS",
        [24] = "I8", [25] = "I16", [26] = "I32", [27] = "I64", [28] = "F64", [29] = "IQ1_M", [30] = "BF16", [34] = "TQ1_0", [35] = "TQ2_0", [39] = "MXFP4",
    };

    /// <summary>The names of the types that can be read.</summary>
    public static IEnumerable<string> Readable => Enum.GetValues<GgufType>().Select(NameOf);

    public static string NameOf(GgufType type) => s_names[(uint)type];

    /// <exception cref="InputException">The type can't be read; the message names it.</exception>
    public static GgufType Of(uint number, string tensor, string path) => Enum.IsDefined((GgufType)number)
        ? (GgufType)number
        : throw new InputException(path, $"tensor {tensor} is {s_names.GetValueOrDefault(number, $"of the unknown type {number}")}, which is not supported; {string.Join(", ", Readable)} are");

    /// <summary>The format of a type's blocks; null for plain floats.</summary>
    public static BlockFormat? BlocksOf(GgufType type) => type switch
    {
        GgufType.Q8 => BlockFormat.Q8,
        GgufType.Q4 => BlockFormat.Q4,
        GgufType.Q4K => BlockFormat.Q4K,
        GgufType.Q6K => BlockFormat.Q6K,
        GgufType.Mxfp4 => BlockFormat.Mxfp4,
        _ => null,
    };

    /// <summary>Values that can't be divided: a row holds a multiple of them.</summary>
    public static int ValuesOf(GgufType type) => BlocksOf(type) is { } blocks ? BlockFormats.ValuesOf(blocks) : 1;

    /// <summary>Bytes of <see cref="ValuesOf"/> values.</summary>
    public static int BytesOf(GgufType type) => BlocksOf(type) is { } blocks ? BlockFormats.BytesOf(blocks) : type == GgufType.F32 ? 4 : 2;

    /// <summary>Bytes of a row of so many values, a multiple of <see cref="ValuesOf"/>.</summary>
    public static long BytesOf(GgufType type, long values) => values / ValuesOf(type) * BytesOf(type);
}
