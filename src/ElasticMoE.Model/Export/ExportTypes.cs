using ElasticMoE.Kernels;
using ElasticMoE.Model.Gguf;
using ElasticMoE.Model.Sources;

namespace ElasticMoE.Model.Export;

/// <summary>Which type each matrix is stored as.</summary>
internal static class ExportTypes
{
    /// <summary>The number that `general.file_type` has for a type.</summary>
    public static int FileType(ExportType type) => type switch { ExportType.F32 => 0, ExportType.Q4 => 2, ExportType.Q8 => 7, _ => 32 };

    /// <summary>A matrix's type. Gates stay f32; rows that make no whole blocks keep the narrowest floats that hold them.</summary>
    /// <param name="type">What is asked for.</param>
    /// <param name="role">What the matrix does.</param>
    /// <param name="inputs">Values of a row as stored.</param>
    /// <param name="exact">The narrowest floats that hold the values.</param>
    public static GgufType For(ExportType type, MatrixRole role, int inputs, WeightFormat exact)
    {
        if (type == ExportType.F32 || role is MatrixRole.Router or MatrixRole.SharedExpertGate)
            return GgufType.F32;
        GgufType wanted = type switch
        {
            ExportType.Q8 => GgufType.Q8,
            ExportType.Q4 when role == MatrixRole.Head => inputs % GgufTypes.ValuesOf(GgufType.Q6K) == 0 ? GgufType.Q6K : GgufType.Q8,
            ExportType.Q4 => GgufType.Q4,
            _ => GgufType.BF16,
        };
        if (inputs % GgufTypes.ValuesOf(wanted) == 0)
            return wanted;
        return exact == WeightFormat.Bf16 ? GgufType.BF16 : GgufType.F32;
    }
}
