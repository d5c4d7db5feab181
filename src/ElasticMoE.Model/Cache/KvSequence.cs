using ElasticMoE.Kernels.Attention;

namespace ElasticMoE.Model.Cache;

/// <summary>One sequence's part of a <see cref="KvCache"/>. Not thread-safe; belongs to one cache.</summary>
public sealed class KvSequence
{
    private int[] _blocks = [];

    /// <summary>Positions written so far.</summary>
    public int Length { get; internal set; }

    /// <summary>Its blocks, in order of position: block i holds positions 16i to 16i + 15.</summary>
    public ReadOnlySpan<int> Blocks => _blocks.AsSpan(0, BlockCount);

    /// <summary>Blocks it holds.</summary>
    public int BlockCount { get; private set; }

    /// <summary>Positions it has room for.</summary>
    public int Capacity => BlockCount * KvBlock.Positions;

    internal void Append(int block)
    {
        if (BlockCount == _blocks.Length)
            Array.Resize(ref _blocks, Math.Max(8, _blocks.Length * 2));
        _blocks[BlockCount++] = block;
    }

    internal int RemoveLast() => _blocks[--BlockCount];

    internal void Clear() => (Length, BlockCount) = (0, 0);
}
