using ElasticMoE.Model.Cache;

namespace ElasticMoE.Model.Tests.Forward;

/// <summary>The bits of a sequence's keys and values, position by position, wherever its blocks lie.</summary>
internal static class KvSnapshot
{
    public static int[] Of(KvCache cache, KvSequence sequence, int layers)
    {
        var bits = new List<int>();
        KvLayout layout = cache.Layout;
        for (int layer = 0; layer < layers; layer++)
        {
            for (int position = 0; position < sequence.Length; position++)
            {
                ReadOnlySpan<float> block = cache.Layer(layer).Slice(sequence.Blocks[position / 16] * layout.BlockFloats, layout.BlockFloats);
                for (int head = 0; head < layout.Heads; head++)
                {
                    for (int i = 0; i < layout.KeyDim; i++)
                        bits.Add(BitConverter.SingleToInt32Bits(block[layout.KeyOffset(head) + i * 16 + position % 16]));
                    for (int i = 0; i < layout.ValueDim; i++)
                        bits.Add(BitConverter.SingleToInt32Bits(block[layout.ValueOffset(head) + position % 16 * layout.ValueDim + i]));
                }
            }
        }
        return [.. bits];
    }
}
