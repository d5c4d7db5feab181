using ElasticMoE.Kernels;
using ElasticMoE.Kernels.MatMul;

namespace ElasticMoE.Model.Packing;

/// <summary>One tensor of a packed file.</summary>
/// <param name="Name">Unique within the file: "layers.3.experts.7.gate".</param>
/// <param name="Kind">Its layout.</param>
/// <param name="Format">Format of its weights; <see cref="WeightFormat.F32"/> for vectors.</param>
/// <param name="Count">Matrices of this shape, one after the other (heads of an absorbed projection); 1 otherwise.</param>
/// <param name="Outputs">Rows of each matrix, or the length of the vector.</param>
/// <param name="Inputs">Columns of each matrix; 1 for a vector.</param>
/// <param name="Offset">First byte in the file; a multiple of 64.</param>
internal sealed record PackedEntry(string Name, PackedEntryKind Kind, WeightFormat Format, int Count, int Outputs, int Inputs, long Offset)
{
    /// <summary>Bytes of the whole entry, without the padding behind it.</summary>
    public long Bytes => Count * MatrixBytes;

    /// <summary>Bytes of one of its matrices.</summary>
    public long MatrixBytes => Kind switch
    {
        PackedEntryKind.Panels => PanelLayout.MatrixBytes(Format, Outputs, Inputs),
        PackedEntryKind.Rows => (long)Outputs * Inputs * (Format == WeightFormat.Bf16 ? sizeof(ushort) : sizeof(float)),
        _ => (long)Outputs * sizeof(float),
    };
}
