using System.Runtime.InteropServices;

namespace ElasticMoE.DataPlane.Exchange;

/// <summary>Tells rows by their content: a position that is computed again has the same bits, wherever and in whichever batch.</summary>
public static class RowKey
{
    /// <summary>A hash of a row's bits (FNV-1a over words of 32).</summary>
    public static ulong Of(ReadOnlySpan<float> row)
    {
        ulong hash = 0xCBF29CE484222325UL;
        foreach (uint word in MemoryMarshal.Cast<float, uint>(row))
            hash = (hash ^ word) * 0x100000001B3UL;
        return hash;
    }
}
