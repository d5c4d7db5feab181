using ElasticMoE.Kernels.Normalization;
using ElasticMoE.Kernels.Threads;
using ElasticMoE.Model.Cache;
using ElasticMoE.Model.Compute;
using ElasticMoE.Model.Configuration;
using ElasticMoE.Model.Steps;
using ElasticMoE.Model.Weights;

namespace ElasticMoE.Model.Attention;

/// <summary>
/// Multi-head latent attention, absorbed for prefill and decode alike: queries are taken to the latent space by k_b, attend over the
/// cached latents as one key-value head, and come back through v_b.
/// </summary>
internal sealed class LatentAttention : RowJob, IAttention
{
    private readonly AttentionConfig _config;
    private readonly LatentAttentionConfig _latent;
    private readonly KvCache _cache;
    private readonly RopeAngles _angles;
    private readonly MatMulJob _project;
    private readonly NormJob _norm;
    private readonly HeadJob _heads;
    private readonly AttentionJob _attend;
    private readonly RowBuffer _queriesLow;
    private readonly RowBuffer _queries;
    private readonly RowBuffer _absorbed;
    private readonly RowBuffer _kv;
    private readonly RowBuffer _attended;
    private readonly RowBuffer _values;
    private LatentAttentionWeights _weights = null!;
    private StepRows _rows = null!;
    private int _layer;

    public LatentAttention(ComputePool pool, ModelConfig config, KvCache cache, RopeAngles angles)
        : base(pool)
    {
        (_config, _latent, _cache, _angles) = (config.Attention, config.Attention.Latent!, cache, angles);
        (_project, _norm, _heads, _attend) = (new(pool), new(pool, config.Attention.Latent!.NormEpsilon), new(pool), new(pool, cache, _config));
        _queriesLow = new(_latent.QueryRank ?? 0);
        _queries = new(_config.Heads * HeadDim);
        _absorbed = new(_config.Heads * KeyDim);
        _kv = new(KeyDim);
        _attended = new(_config.Heads * _latent.KvRank);
        _values = new(_config.Heads * _latent.ValueDim);
    }

    private int HeadDim => _latent.NopeDim + _latent.RopeDim;

    private int KeyDim => _latent.KvRank + _latent.RopeDim;

    public void Plan(StepRows rows)
    {
        _rows = rows;
        _attend.Plan(rows.Batch);
    }

    public void Run(int layer, int window, LayerWeights weights, RowBuffer input, RowBuffer output)
    {
        int rows = _rows.Batch.Rows;
        (_layer, _weights) = (layer, weights.Latent!);
        Project(input, rows);
        _absorbed.Reserve(rows);
        RunRows(rows);
        _heads.Run(rows, _weights.QueryToLatent, new(_queries, HeadDim), new(_absorbed, KeyDim));
        _attended.Reserve(rows);
        _attend.Run(layer, window, new(_absorbed, _attended, Sinks: null));
        _values.Reserve(rows);
        _heads.Run(rows, _weights.LatentToValue, new(_attended, _latent.KvRank), new(_values, _latent.ValueDim));
        _project.Over(_values, rows).Add(weights.Output, output, weights.OutputBias).Run();
    }

    /// <summary>Rotates one row's queries and key; the normed latent and the rotated key go to the cache.</summary>
    protected override void RunRow(int row)
    {
        for (int head = 0; head < _config.Heads; head++)
        {
            Span<float> rotated = _queries.Row(row).Slice(head * HeadDim + _latent.NopeDim, _latent.RopeDim);
            _angles.Rotate(row, rotated);
            rotated.CopyTo(_absorbed.Row(row)[(head * KeyDim + _latent.KvRank)..]);
        }
        Span<float> key = _kv.Row(row);
        Span<float> latent = key[.._latent.KvRank];
        RmsNorm.Apply(latent, _weights.KvANorm, _latent.NormEpsilon, latent);
        _angles.Rotate(row, key[_latent.KvRank..]);
        KvWriter.Write(_cache.Layer(_layer), _cache.Layout, (_rows.BlockOf(row), 0), _rows.Batch.Positions[row], key, latent);
    }

    private void Project(RowBuffer input, int rows)
    {
        _project.Over(input, rows).Add(_weights.KvA, _kv, _weights.KvABias);
        if (_weights.Query is { } query)
        {
            _project.Add(query, _queries).Run();
            return;
        }
        _project.Add(_weights.QueryA!, _queriesLow, _weights.QueryABias).Run();
        _norm.Run(_queriesLow, _weights.QueryANorm!, _queriesLow, rows);
        _project.Over(_queriesLow, rows).Add(_weights.QueryB!, _queries).Run();
    }
}
