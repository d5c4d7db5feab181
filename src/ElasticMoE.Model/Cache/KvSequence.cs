using System.Diagnostics;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Experts;
using ElasticMoE.Kernels.Attention;
using ElasticMoE.Model.Configuration;
using ElasticMoE.Model.Gating;

namespace ElasticMoE.Model.Cache;

/// <summary>One sequence's part of a <see cref="KvCache"/>. Not thread-safe; belongs to one cache.</summary>
public sealed class KvSequence
{
    private int[] _blocks = [];

    /// <summary>Positions written so far.</summary>
    public int Length { get; private set; }

    /// <summary>Its blocks, in order of position: block i holds positions 16i to 16i + 15.</summary>
    public ReadOnlySpan<int> Blocks => _blocks.AsSpan(0, BlockCount);

    /// <summary>Blocks it holds.</summary>
    public int BlockCount { get; private set; }

    /// <summary>Positions it has room for.</summary>
    public int Capacity => BlockCount * KvBlock.Positions;

    /// <summary>The revision its positions are computed by; to be set while it has none.</summary>
    public Revision Revision { get; set; }

    /// <summary>Blocks, from the first on, that were kept for others that begin alike.</summary>
    internal int KeptBlocks { get; set; }

    /// <summary>Its gate policy; null for the model's own gate.</summary>
    internal SequenceGate? Gate { get; private set; }

    /// <summary>Gates its rows by a policy from now on; to be called while it has no positions.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="seed">Of the policy's noise.</param>
    /// <param name="config">The model's.</param>
    /// <param name="revision">The versions of the experts that its rows go to; as they were loaded where nothing is said.</param>
    /// <exception cref="Contracts.InputException">It doesn't fit the model; names the field.</exception>
    public void Bind(GatePolicy policy, ulong seed, ModelConfig config, BoundRevision? revision = null)
    {
        revision ??= BoundRevision.Loaded;
        (Gate, Revision) = (SequenceGate.Bind(policy, seed, config, revision.Pruned), revision.Revision);
    }

    /// <summary>It has so many positions more, all computed.</summary>
    public void Advance(int positions)
    {
        Debug.Assert(positions >= 0 && Length + positions <= Capacity);
        Length += positions;
    }

    internal void Append(int block)
    {
        if (BlockCount == _blocks.Length)
            Array.Resize(ref _blocks, Math.Max(8, _blocks.Length * 2));
        _blocks[BlockCount++] = block;
    }

    internal int RemoveLast() => _blocks[--BlockCount];

    internal void Replace(int index, int block) => _blocks[index] = block;

    internal void Clear() => (Length, BlockCount, KeptBlocks) = (0, 0, 0);
}
