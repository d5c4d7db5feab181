using System.Numerics;
using ElasticMoE.Kernels.Attention;
using ElasticMoE.Kernels.Threads;
using ElasticMoE.Model.Cache;
using ElasticMoE.Model.Configuration;
using ElasticMoE.Model.Steps;

namespace ElasticMoE.Model.Attention;

/// <summary>
/// Attention of a step's rows over the cache, divided into tiles of tokens and heads; never over keys. The tiles are the same in every
/// layer of a step.
/// </summary>
internal sealed class AttentionJob(ComputePool pool, KvCache cache, AttentionConfig config) : ComputeJob
{
    /// <summary>Queries of one tile: enough to reuse a block of keys from the nearest cache, few enough to share among threads.</summary>
    private const int TileQueries = 64;

    private const int PositionsMin = 1024;

    [ThreadStatic]
    private static float[]? s_scratch;

    private readonly KvLayout _layout = cache.Layout;
    private readonly List<AttentionTile> _tiles = [];
    private ITilePreparation? _preparation;
    private AttentionQueries _queries;
    private int _layer;
    private int _window;

    private int Group => config.Heads / _layout.Heads;

    /// <summary>
    /// Whether each tile holds all new tokens of its sequence and all queries of its key-value head: then it needs no keys but those in
    /// the cache and its own.
    /// </summary>
    public bool TilesStandAlone { get; private set; }

    /// <summary>Cuts a step into tiles.</summary>
    public void Plan(StepBatch batch)
    {
        _tiles.Clear();
        foreach (StepChunk chunk in batch.Chunks)
            PlanChunk(chunk, batch.Rows);
        TilesStandAlone = true;
        foreach (AttentionTile tile in _tiles)
            TilesStandAlone &= tile.Tokens == tile.Chunk.Rows && tile.Heads == Group;
    }

    /// <summary>Runs one layer.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="window">Positions that a query sees, or 0 for all.</param>
    /// <param name="queries">Where queries and outputs are.</param>
    /// <param name="preparation">What is to be done for each tile first, where tiles stand alone; null where it is done.</param>
    public void Run(int layer, int window, in AttentionQueries queries, ITilePreparation? preparation = null)
    {
        (_layer, _window, _queries, _preparation) = (layer, window, queries, preparation);
        pool.Run(this, _tiles.Count);
    }

    public override void Run(int part)
    {
        AttentionTile tile = _tiles[part];
        _preparation?.Prepare(tile);
        int row = tile.Chunk.FirstRow + tile.FirstToken;
        var call = new AttentionCall
        {
            Cache = cache.Layer(_layer),
            Blocks = tile.Chunk.Sequence.Blocks,
            BlockStride = _layout.BlockFloats,
            KeyOffset = _layout.KeyOffset(tile.KvHead),
            ValueOffset = _layout.ValueOffset(tile.KvHead),
            KeyDim = _layout.KeyDim,
            ValueDim = _layout.ValueDim,
            Scale = config.Scale,
            Window = _window,
            Sinks = _queries.Sinks is { } sinks ? sinks.AsSpan(tile.FirstHead, tile.Heads) : [],
            Queries = _queries.Queries.From(row)[(tile.FirstHead * _layout.KeyDim)..],
            QueryTokenStride = _queries.Queries.Width,
            QueryHeadStride = _layout.KeyDim,
            FirstPosition = tile.Chunk.FirstPosition + tile.FirstToken,
            Tokens = tile.Tokens,
            Group = tile.Heads,
            OutputTokenStride = _queries.Outputs.Width,
            OutputHeadStride = _layout.ValueDim,
        };
        Kernels.Attention.Attention.Run(call, Scratch(call), _queries.Outputs.From(row)[(tile.FirstHead * _layout.ValueDim)..]);
        if (_queries.QuantizesOutputs)
            QuantizeOutputs(tile);
    }

    private void QuantizeOutputs(in AttentionTile tile)
    {
        int first = tile.Chunk.FirstRow + tile.FirstToken;
        for (int row = first; row < first + tile.Tokens; row++)
            _queries.Outputs.QuantizeColumns(row, tile.FirstHead * _layout.ValueDim, tile.Heads * _layout.ValueDim);
    }

    private void PlanChunk(in StepChunk chunk, int stepRows)
    {
        // With latent attention one head of keys serves all queries: a step of few rows is divided by heads instead.
        int heads = Math.Min(Group, TileQueries);
        if (_layout.Heads * stepRows < pool.Threads)
            heads = Math.Max(1, (Group + pool.Threads - 1) / pool.Threads);
        int tokens = Math.Max(1, TileQueries / heads);
        // The last tokens see the most keys; starting with them leaves the short tiles to even out the end.
        for (int first = (chunk.Rows - 1) / tokens * tokens; first >= 0; first -= tokens)
            for (int kvHead = 0; kvHead < _layout.Heads; kvHead++)
                for (int head = 0; head < Group; head += heads)
                    _tiles.Add(new(chunk, first, Math.Min(tokens, chunk.Rows - first), kvHead, kvHead * Group + head, Math.Min(heads, Group - head)));
    }

    /// <summary>This thread's scratch memory; sized for twice the positions seen, so that a growing sequence seldom outgrows it.</summary>
    private static Span<float> Scratch(in AttentionCall call)
    {
        int positions = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(PositionsMin, call.FirstPosition + call.Tokens));
        int floats = Kernels.Attention.Attention.ScratchFloats(positions, call.Tokens * call.Group, call.KeyDim, call.ValueDim);
        if (s_scratch is null || s_scratch.Length < floats)
            s_scratch = GC.AllocateUninitializedArray<float>(floats);
        return s_scratch;
    }
}
