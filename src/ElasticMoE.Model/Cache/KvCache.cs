using System.Runtime.InteropServices;
using ElasticMoE.Kernels.Attention;
using ElasticMoE.Model.Configuration;

namespace ElasticMoE.Model.Cache;

/// <summary>
/// Keys and values of all layers in f32, in blocks of 16 positions from one pool. The same block number means the same positions in
/// every layer. Not thread-safe: one engine owns it.
/// </summary>
public sealed unsafe class KvCache : IDisposable
{
    private readonly float*[] _layers;
    private readonly int[] _free;

    /// <param name="config">The model it is for.</param>
    /// <param name="blocks">Blocks in all; each takes <see cref="BytesPerBlock"/>, which the system commits as they are first written.</param>
    public KvCache(ModelConfig config, int blocks)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(blocks, 1);
        Layout = KvLayout.Of(config.Attention);
        // A layer is handed to the kernels as one span.
        if (blocks > BlocksMax(config))
            throw new ArgumentOutOfRangeException(nameof(blocks), blocks, $"more than {BlocksMax(config)} blocks do not fit one layer");
        BlockCount = blocks;
        _free = new int[blocks];
        for (int i = 0; i < blocks; i++)
            _free[i] = blocks - 1 - i;
        FreeBlocks = blocks;
        _layers = new float*[config.Layers.Count];
        for (int layer = 0; layer < _layers.Length; layer++)
            _layers[layer] = (float*)NativeMemory.AlignedAlloc((nuint)blocks * (nuint)Layout.BlockFloats * sizeof(float), 4096);
    }

    /// <summary>Releases the memory.</summary>
    ~KvCache() => Free();

    /// <summary>Positions of a block.</summary>
    public static int BlockPositions => KvBlock.Positions;

    /// <summary>Blocks in all.</summary>
    public int BlockCount { get; }

    /// <summary>Blocks no sequence holds.</summary>
    public int FreeBlocks { get; private set; }

    internal KvLayout Layout { get; }

    /// <summary>Bytes of one block over all layers of a model.</summary>
    public static long BytesPerBlock(ModelConfig config) => (long)KvLayout.Of(config.Attention).BlockFloats * sizeof(float) * config.Layers.Count;

    /// <summary>The most blocks that a cache of a model can have.</summary>
    public static int BlocksMax(ModelConfig config) => Array.MaxLength / KvLayout.Of(config.Attention).BlockFloats;

    /// <summary>Blocks that a sequence of so many positions takes.</summary>
    public static int BlocksFor(int positions) => KvBlock.CountFor(positions);

    /// <summary>Gives a sequence room for more positions, all of it or nothing.</summary>
    /// <param name="sequence">A sequence of this cache.</param>
    /// <param name="positions">Positions beyond its present length.</param>
    /// <returns>False, and nothing changed, where too few blocks are free.</returns>
    public bool TryReserve(KvSequence sequence, int positions)
    {
        int missing = BlocksFor(sequence.Length + positions) - sequence.BlockCount;
        if (missing > FreeBlocks)
            return false;
        for (; missing > 0; missing--)
            sequence.Append(_free[--FreeBlocks]);
        return true;
    }

    /// <summary>Takes back the blocks that a sequence's positions don't need.</summary>
    public void Trim(KvSequence sequence)
    {
        while (sequence.BlockCount > BlocksFor(sequence.Length))
            _free[FreeBlocks++] = sequence.RemoveLast();
    }

    /// <summary>Takes all blocks of a sequence back; it is empty afterwards and may be used again.</summary>
    public void Release(KvSequence sequence)
    {
        ReadOnlySpan<int> blocks = sequence.Blocks;
        for (int i = blocks.Length - 1; i >= 0; i--)
            _free[FreeBlocks++] = blocks[i];
        sequence.Clear();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    internal Span<float> Layer(int layer) => new(_layers[layer], BlockCount * Layout.BlockFloats);

    private void Free()
    {
        for (int layer = 0; layer < _layers.Length; layer++)
        {
            NativeMemory.AlignedFree(_layers[layer]);
            _layers[layer] = null;
        }
    }
}
