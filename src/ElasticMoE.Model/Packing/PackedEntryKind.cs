namespace ElasticMoE.Model.Packing;

/// <summary>How an entry of a packed file lies in memory.</summary>
internal enum PackedEntryKind : byte
{
    /// <summary>Matrices in panels of 16 outputs, one after the other.</summary>
    Panels = 0,

    /// <summary>A matrix row by row, for look-ups; f32 or bf16.</summary>
    Rows = 1,

    /// <summary>A vector of f32.</summary>
    Vector = 2,
}
