namespace ElasticMoE.Kernels.Attention;

/// <summary>
/// How 16 positions of one kv head lie in a cache block: a key panel [keyDim][16], in which 16 consecutive floats are the positions' k[d],
/// and value rows [16][valueDim].
/// </summary>
public static class KvBlock
{
    /// <summary>Positions in a block.</summary>
    public const int Positions = 16;

    /// <summary>Blocks that hold this many positions.</summary>
    public static int CountFor(int positions) => (int)(((long)positions + Positions - 1) / Positions);

    /// <summary>Writes one position's key into a panel of key.Length × 16 floats; lane is position mod 16.</summary>
    public static void WriteKey(Span<float> panel, int lane, ReadOnlySpan<float> key)
    {
        CheckSpace(panel.Length, lane, key.Length);
        for (int d = 0; d < key.Length; d++)
            panel[(d * Positions) + lane] = key[d];
    }

    /// <summary>Writes one position's value into rows of 16 × value.Length floats; lane is position mod 16.</summary>
    public static void WriteValue(Span<float> rows, int lane, ReadOnlySpan<float> value)
    {
        CheckSpace(rows.Length, lane, value.Length);
        value.CopyTo(rows.Slice(lane * value.Length, value.Length));
    }

    /// <summary>Reads one position's key back.</summary>
    public static void ReadKey(ReadOnlySpan<float> panel, int lane, Span<float> key)
    {
        CheckSpace(panel.Length, lane, key.Length);
        for (int d = 0; d < key.Length; d++)
            key[d] = panel[(d * Positions) + lane];
    }

    /// <summary>Reads one position's value back.</summary>
    public static void ReadValue(ReadOnlySpan<float> rows, int lane, Span<float> value)
    {
        CheckSpace(rows.Length, lane, value.Length);
        rows.Slice(lane * value.Length, value.Length).CopyTo(value);
    }

    private static void CheckSpace(int floats, int lane, int dim)
    {
        if ((uint)lane >= Positions || floats < (long)dim * Positions)
            throw new ArgumentException($"lane {lane} of {dim} values in {floats} floats");
    }
}
