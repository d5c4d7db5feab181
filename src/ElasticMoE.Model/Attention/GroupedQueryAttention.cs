using ElasticMoE.Kernels.Normalization;
using ElasticMoE.Kernels.Quantization;
using ElasticMoE.Kernels.Threads;
using ElasticMoE.Model.Cache;
using ElasticMoE.Model.Compute;
using ElasticMoE.Model.Configuration;
using ElasticMoE.Model.Steps;
using ElasticMoE.Model.Weights;

namespace ElasticMoE.Model.Attention;

/// <summary>
/// Attention with one key-value head for a group of query heads, over a step's rows. Norm and rotation of a head run with its attention where
/// the step's tiles allow it, which spares a barrier and divides them among the threads.
/// </summary>
internal sealed class GroupedQueryAttention : RowJob, IAttention, ITilePreparation
{
    private readonly AttentionConfig _config;
    private readonly float _epsilon;
    private readonly KvCache _cache;
    private readonly RopeAngles _angles;
    private readonly MatMulJob _project;
    private readonly AttentionJob _attend;
    private readonly RowBuffer _queries;
    private readonly RowBuffer _keys;
    private readonly RowBuffer _values;
    private readonly RowBuffer _attended;
    private GroupedAttentionWeights _weights = null!;
    private StepRows _rows = null!;
    private int _layer;

    public GroupedQueryAttention(ComputePool pool, ModelConfig config, KvCache cache, RopeAngles angles)
        : base(pool)
    {
        (_config, _epsilon, _cache, _angles) = (config.Attention, config.NormEpsilon, cache, angles);
        _project = new(pool);
        _attend = new(pool, cache, _config);
        _queries = new(_config.Heads * _config.HeadDim);
        _keys = new(_config.KvHeads * _config.HeadDim);
        _values = new(_config.KvHeads * _config.HeadDim);
        _attended = new(_config.Heads * _config.HeadDim);
    }

    public void Plan(StepRows rows)
    {
        _rows = rows;
        _attend.Plan(rows.Batch);
    }

    public void Run(int layer, int window, LayerWeights weights, RowBuffer input, RowBuffer output)
    {
        int rows = _rows.Batch.Rows;
        (_layer, _weights) = (layer, weights.Grouped!);
        _project.Over(input, rows)
            .Add(_weights.Query, _queries, _weights.QueryBias)
            .Add(_weights.Key, _keys, _weights.KeyBias)
            .Add(_weights.Value, _values, _weights.ValueBias)
            .Run();
        bool inTiles = _attend.TilesStandAlone && _config.QueryKeyNorm != QueryKeyNorm.FullWidth;
        if (!inTiles)
            RunRows(rows);
        _attended.Reserve(rows);
        bool quantized = weights.Output.TakesQuantizedRows && _config.HeadDim % ActivationQuantizer.BlockLength == 0;
        if (quantized)
            _attended.ReserveQuantized(rows);
        _attend.Run(layer, window, new(_queries, _attended, _weights.Sinks, quantized), inTiles ? this : null);
        _project.Over(_attended, rows, isQuantized: quantized).Add(weights.Output, output, weights.OutputBias).Run();
    }

    /// <inheritdoc/>
    public void Prepare(in AttentionTile tile)
    {
        for (int row = tile.Chunk.FirstRow + tile.FirstToken; row < tile.Chunk.FirstRow + tile.FirstToken + tile.Tokens; row++)
            PrepareHeads(row, tile.KvHead);
    }

    /// <summary>All heads of one row.</summary>
    protected override void RunRow(int row)
    {
        if (_config.QueryKeyNorm == QueryKeyNorm.FullWidth)
        {
            Clip(_queries.Row(row), _keys.Row(row));
            RmsNorm.Apply(_queries.Row(row), _weights.QueryNorm, _epsilon, _queries.Row(row));
            RmsNorm.Apply(_keys.Row(row), _weights.KeyNorm, _epsilon, _keys.Row(row));
        }
        for (int kvHead = 0; kvHead < _config.KvHeads; kvHead++)
            PrepareHeads(row, kvHead);
    }

    /// <summary>Clamp, norm and rotation of a key-value head and its queries in one row; its key and value go to the cache.</summary>
    private void PrepareHeads(int row, int kvHead)
    {
        int dim = _config.HeadDim;
        int group = _config.Heads / _config.KvHeads * dim;
        Span<float> queries = _queries.Row(row).Slice(kvHead * group, group);
        Span<float> key = _keys.Row(row).Slice(kvHead * dim, dim);
        Span<float> value = _values.Row(row).Slice(kvHead * dim, dim);
        if (_config.QueryKeyNorm != QueryKeyNorm.FullWidth)
            Clip(queries, key);
        Clip(value);
        for (int first = 0; first < queries.Length; first += dim)
            Prepare(row, queries.Slice(first, dim), _weights.QueryNorm);
        Prepare(row, key, _weights.KeyNorm);
        KvWriter.Write(_cache.Layer(_layer), _cache.Layout, (_rows.BlockOf(row), kvHead), _rows.Batch.Positions[row], key, value);
    }

    private void Prepare(int row, Span<float> head, float[]? norm)
    {
        if (_config.QueryKeyNorm == QueryKeyNorm.PerHead)
            RmsNorm.Apply(head, norm, _epsilon, head);
        _angles.Rotate(row, head);
    }

    private void Clip(Span<float> queries, Span<float> keys)
    {
        Clip(queries);
        Clip(keys);
    }

    private void Clip(Span<float> x)
    {
        if (_config.ClipQkv is not { } limit)
            return;
        for (int i = 0; i < x.Length; i++)
            x[i] = Math.Clamp(x[i], -limit, limit);
    }
}
