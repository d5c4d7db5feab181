using ElasticMoE.Kernels.Attention;
using ElasticMoE.Model.Cache;

namespace ElasticMoE.Model.Attention;

/// <summary>Writes keys and values of single positions into a layer of the cache.</summary>
internal static class KvWriter
{
    /// <param name="cache">One layer.</param>
    /// <param name="layout">How its blocks lie.</param>
    /// <param name="slot">Block and head.</param>
    /// <param name="position">The absolute position.</param>
    /// <param name="key">Length keyDim.</param>
    /// <param name="value">Length valueDim.</param>
    public static void Write(Span<float> cache, KvLayout layout, (int Block, int Head) slot, int position, ReadOnlySpan<float> key, ReadOnlySpan<float> value)
    {
        int lane = position % KvBlock.Positions;
        Span<float> block = cache.Slice(slot.Block * layout.BlockFloats, layout.BlockFloats);
        KvBlock.WriteKey(block[layout.KeyOffset(slot.Head)..], lane, key);
        KvBlock.WriteValue(block[layout.ValueOffset(slot.Head)..], lane, value);
    }
}
