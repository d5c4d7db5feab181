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

    /// <param name="config">The model it is for.</param>
    /// <param name="blocks">Blocks in all; each takes <see cref="BytesPerBlock"/>, which the system commits as they are first written.</param>
    /// <param name="keepsPrefixes">Whether full blocks are kept for sequences that begin alike.</param>
    public KvCache(ModelConfig config, int blocks, bool keepsPrefixes = true)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(blocks, 1);
        Layout = KvLayout.Of(config.Attention);
        // A layer is handed to the kernels as one span.
        if (blocks > BlocksMax(config))
            throw new ArgumentOutOfRangeException(nameof(blocks), blocks, $"more than {BlocksMax(config)} blocks do not fit one layer");
        Pool = new(blocks, keepsPrefixes);
        _layers = new float*[config.Layers.Count];
        for (int layer = 0; layer < _layers.Length; layer++)
            _layers[layer] = (float*)NativeMemory.AlignedAlloc((nuint)blocks * (nuint)Layout.BlockFloats * sizeof(float), 4096);
    }

    /// <summary>Releases the memory.</summary>
    ~KvCache() => Free();

    /// <summary>Positions of a block.</summary>
    public static int BlockPositions => KvBlock.Positions;

    /// <summary>Blocks in all.</summary>
    public int BlockCount => Pool.Count;

    /// <summary>Blocks no sequence holds.</summary>
    public int FreeBlocks => Pool.Free;

    /// <summary>Who holds which block.</summary>
    public BlockPool Pool { get; }

    internal KvLayout Layout { get; }

    /// <summary>Bytes of one block over all layers of a model.</summary>
    public static long BytesPerBlock(ModelConfig config) => (long)KvLayout.Of(config.Attention).BlockFloats * sizeof(float) * config.Layers.Count;

    /// <summary>The most blocks that a cache of a model can have.</summary>
    public static int BlocksMax(ModelConfig config) => Array.MaxLength / KvLayout.Of(config.Attention).BlockFloats;

    /// <summary>Blocks that a sequence of so many positions takes.</summary>
    public static int BlocksFor(int positions) => KvBlock.CountFor(positions);

    /// <inheritdoc cref="BlockPool.TryReserve"/>
    public bool TryReserve(KvSequence sequence, int positions) => Pool.TryReserve(sequence, positions);

    /// <inheritdoc cref="BlockPool.Trim"/>
    public void Trim(KvSequence sequence) => Pool.Trim(sequence);

    /// <inheritdoc cref="BlockPool.Release"/>
    public void Release(KvSequence sequence) => Pool.Release(sequence);

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
