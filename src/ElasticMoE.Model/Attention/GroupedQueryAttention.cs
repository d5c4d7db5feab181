using ElasticMoE.Kernels.Normalization;
using ElasticMoE.Kernels.Threads;
using ElasticMoE.Model.Cache;
using ElasticMoE.Model.Compute;
using ElasticMoE.Model.Configuration;
using ElasticMoE.Model.Steps;
using ElasticMoE.Model.Weights;

namespace ElasticMoE.Model.Attention;

/// <summary>Attention with one key-value head for a group of query heads, over a step's rows.</summary>
internal sealed class GroupedQueryAttention : RowJob, IAttention
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
        RunRows(rows);
        _attended.Reserve(rows);
        _attend.Run(layer, window, new(_queries, _attended, _weights.Sinks));
        _project.Over(_attended, rows).Add(weights.Output, output, weights.OutputBias).Run();
    }

    /// <summary>Clamp, norm and rotation of one row's queries and keys; its keys and values go to the cache.</summary>
    protected override void RunRow(int row)
    {
        Span<float> queries = _queries.Row(row);
        Span<float> keys = _keys.Row(row);
        Span<float> values = _values.Row(row);
        if (_config.ClipQkv is { } limit)
            Clip(limit, queries, keys, values);
        Prepare(row, queries, _weights.QueryNorm);
        Prepare(row, keys, _weights.KeyNorm);
        for (int head = 0; head < _config.KvHeads; head++)
        {
            int first = head * _config.HeadDim;
            KvWriter.Write(
                _cache.Layer(_layer),
                _cache.Layout,
                (_rows.BlockOf(row), head),
                _rows.Batch.Positions[row],
                keys.Slice(first, _config.HeadDim),
                values.Slice(first, _config.HeadDim));
        }
    }

    private void Prepare(int row, Span<float> heads, float[]? norm)
    {
        if (_config.QueryKeyNorm == QueryKeyNorm.FullWidth)
            RmsNorm.Apply(heads, norm, _epsilon, heads);
        for (int first = 0; first < heads.Length; first += _config.HeadDim)
        {
            Span<float> head = heads.Slice(first, _config.HeadDim);
            if (_config.QueryKeyNorm == QueryKeyNorm.PerHead)
                RmsNorm.Apply(head, norm, _epsilon, head);
            _angles.Rotate(row, head);
        }
    }

    private static void Clip(float limit, Span<float> queries, Span<float> keys, Span<float> values)
    {
        Clip(limit, queries);
        Clip(limit, keys);
        Clip(limit, values);
    }

    private static void Clip(float limit, Span<float> x)
    {
        for (int i = 0; i < x.Length; i++)
            x[i] = Math.Clamp(x[i], -limit, limit);
    }
}
