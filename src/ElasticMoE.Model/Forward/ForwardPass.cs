using ElasticMoE.Contracts.Experts;
using ElasticMoE.Kernels.Threads;
using ElasticMoE.Model.Attention;
using ElasticMoE.Model.Cache;
using ElasticMoE.Model.Compute;
using ElasticMoE.Model.Configuration;
using ElasticMoE.Model.Experts;
using ElasticMoE.Model.Routing;
using ElasticMoE.Model.Steps;
using ElasticMoE.Model.Weights;

namespace ElasticMoE.Model.Forward;

/// <summary>
/// One step of a model over a batch of rows, as a machine over layers: <see cref="Begin"/> and <see cref="Resume"/> run up to the next
/// exchange with experts and return it, until there is none left and the logits are there. A row's results depend on the tokens up to
/// it alone. Not thread-safe; one step at a time.
/// </summary>
public sealed class ForwardPass : IStepPass
{
    private readonly ModelConfig _config;
    private readonly ModelWeights _weights;
    private readonly IExpertExchange _exchange;
    private readonly KvCache _cache;
    private readonly ComputePool _pool;
    private readonly ExpertDispatch _dispatch = new();
    private readonly StepRows _rows = new();
    private readonly RopeAngles _angles;
    private readonly IAttention _attention;
    private readonly NormJob _norm;
    private readonly ResidualJob _addResidual;
    private readonly FeedForwardRunner _dense;
    private readonly RouterJob _router;
    private readonly SharedExpert _sharedExpert;
    private readonly CombineJob _combine;
    private readonly HeadPass _head;
    private readonly RoutedRows _routed;
    private readonly RowBuffer _residual;
    private readonly RowBuffer _normed;
    private readonly RowBuffer _output;
    private RowBuffer? _shared;
    private int _layer;

    /// <summary>A pass whose experts are all in this process.</summary>
    /// <param name="model">The model.</param>
    /// <param name="cache">Keys and values of the sequences it will see.</param>
    /// <param name="pool">Runs the mathematics.</param>
    /// <param name="wire">Experts' rows are rounded as a cluster rounds them that sends them so.</param>
    /// <param name="revisions">What sequences may be bound to; null where the model is never updated.</param>
    public ForwardPass(LanguageModel model, KvCache cache, ComputePool pool, WireFormat wire = WireFormat.F32, ExpertVersions? revisions = null)
        : this(model, cache, pool, new LocalExpertExchange(pool, model.Config, model.Weights.Layers, model.RowCodecs(wire), revisions))
    {
    }

    /// <summary>A pass whose experts are reached through an exchange.</summary>
    /// <param name="model">The model.</param>
    /// <param name="cache">Keys and values of the sequences it will see.</param>
    /// <param name="pool">Runs the mathematics.</param>
    /// <param name="exchange">Runs the experts.</param>
    public ForwardPass(LanguageModel model, KvCache cache, ComputePool pool, IExpertExchange exchange)
    {
        (_config, _weights, _exchange, _cache, _pool) = (model.Config, model.Weights, exchange, cache, pool);
        _angles = new(_config.Rope);
        _attention = _config.Attention.Latent is null
            ? new GroupedQueryAttention(pool, _config, cache, _angles)
            : new LatentAttention(pool, _config, cache, _angles);
        (_norm, _addResidual, _combine) = (new(pool, _config.NormEpsilon), new(pool), new(pool));
        (_dense, _router, _sharedExpert) = (new(pool, _config.DenseWidth), new(pool, _config.Mixture), new(pool, _config));
        _head = new(pool, _config, _weights);
        _routed = new();
        (_residual, _normed, _output) = (new(_config.HiddenSize), new(_config.HiddenSize), new(_config.HiddenSize));
    }

    /// <summary>Rows scored in the last step, lost ones included; 0 where every row was lost.</summary>
    public int LogitCount => _head.Count;

    /// <summary>Sees every step, where it is set.</summary>
    public IStepObserver? Observer { get; set; }

    /// <summary>Counts what phases take, where it is set.</summary>
    public StepTimes? Times { get; set; }

    /// <inheritdoc/>
    public ReadOnlySpan<float> Logits(int index) => _head.Logits(index);

    /// <inheritdoc/>
    public void Run(StepBatch batch)
    {
        for (ExpertDispatch? dispatch = Begin(batch); dispatch is not null; dispatch = Resume())
        {
            _exchange.Start(dispatch);
            RunShared();
            _exchange.Finish(dispatch);
        }
    }

    /// <summary>Starts a step and runs to its first exchange.</summary>
    /// <returns>The exchange to be done before <see cref="Resume"/>, or null where the step is complete.</returns>
    public ExpertDispatch? Begin(StepBatch batch)
    {
        ArgumentOutOfRangeException.ThrowIfZero(batch.Rows);
        _pool.IsBurst = true;
        _rows.Plan(batch);
        BeginDispatch(batch);
        _angles.Compute(batch.Positions);
        _attention.Plan(_rows);
        Embed(batch);
        _layer = 0;
        return RunLayers();
    }

    /// <summary>Runs the layer's shared expert, if it has one; between <see cref="Begin"/> or <see cref="Resume"/> and the next Resume, while an exchange is under way.</summary>
    public void RunShared()
    {
        LayerWeights weights = _weights.Layers[_layer];
        _shared = weights.Shared is null ? null : _sharedExpert.Run(weights, _normed, _rows.Batch.Rows);
    }

    /// <summary>Goes on after an exchange, up to the next. Rows that are not ready leave the step, and with them all later rows of their sequences.</summary>
    /// <returns>As <see cref="Begin"/>.</returns>
    public ExpertDispatch? Resume()
    {
        int ready = 0;
        foreach (StepChunk chunk in _rows.Batch.Chunks)
            ready += ParkAfterFirstLost(chunk);
        if (ready == 0)
        {
            _head.Clear();
            Settle();
            return null;
        }
        _pool.IsBurst = true;
        using (new PhaseScope(Times, StepPhase.Combine, _layer))
            _combine.Run(_dispatch, _routed, _shared, _residual, _output);
        _layer++;
        return RunLayers();
    }

    /// <summary>A chunk of one row that is scored is a stream's next token, or the end of a prompt, which is as urgent.</summary>
    private void BeginDispatch(StepBatch batch)
    {
        _dispatch.BeginStep(batch.Rows);
        foreach (StepChunk chunk in batch.Chunks)
        {
            if (chunk is { Rows: 1, Logits: not LogitRows.None })
                _dispatch.MarkDecoding(chunk.FirstRow);
            chunk.Routes?.Clear();
            if (chunk.Sequence.Revision != default)
                _dispatch.Bind(chunk.FirstRow, chunk.Rows, chunk.Sequence.Revision);
        }
    }

    /// <summary>Threads stay awake between the jobs of a layer, and while experts run here; where others have the next word, they make room.</summary>
    private ExpertDispatch? RunLayers()
    {
        ExpertDispatch? next = RunToExchange();
        _pool.IsBurst = next is not null && !_exchange.RunsElsewhere;
        return next;
    }

    private ExpertDispatch? RunToExchange()
    {
        for (; _layer < _weights.Layers.Length; _layer++)
        {
            Observer?.Passed(_layer, _residual.Values.AsSpan(0, _rows.Batch.Rows * _residual.Width));
            LayerWeights weights = _weights.Layers[_layer];
            Attend(weights);
            if (weights.Dense is null)
                return Dispatch(weights);
            _dense.Run(weights.Dense, _normed, _output, _rows.Batch.Rows);
            _addResidual.Run(_residual, _output, _rows.Batch.Rows);
        }
        Finish();
        return null;
    }

    private void Embed(StepBatch batch)
    {
        _residual.Reserve(batch.Rows);
        for (int row = 0; row < batch.Rows; row++)
            _weights.Embedding.Read(batch.Tokens[row], _residual.Row(row));
    }

    /// <summary>Attention of one layer, then the norm before its feed-forward.</summary>
    private void Attend(LayerWeights weights)
    {
        int rows = _rows.Batch.Rows;
        _norm.Run(_residual, weights.AttentionNorm, _normed, rows);
        _attention.Run(_layer, _config.Layers[_layer].Window, weights, _normed, _output);
        _addResidual.Run(_residual, _output, rows);
        _norm.Run(_residual, weights.MlpNorm, _normed, rows);
    }

    private ExpertDispatch Dispatch(LayerWeights weights)
    {
        int rows = _rows.Batch.Rows;
        using (new PhaseScope(Times, StepPhase.Gate, _layer))
            _router.Run(weights.Router!, _normed, _rows, _layer, _routed);
        if (_rows.Batch.WantsRoutes)
            NoteRoutes();
        int chosen = rows * _routed.ActiveExperts;
        Observer?.Routed(_layer, _routed.AllExperts.AsSpan(0, chosen), _routed.AllWeights.AsSpan(0, chosen));
        _dispatch.Begin(_layer, (rows, _routed.ActiveExperts), _normed.Values, _routed.AllExperts);
        return _dispatch;
    }

    /// <summary>A chunk whose rows are lost is computed again, from its first layer on, and noted anew.</summary>
    private void NoteRoutes()
    {
        foreach (StepChunk chunk in _rows.Batch.Chunks)
            chunk.Routes?.Add(_layer, _routed.Experts(chunk.FirstRow + chunk.Rows - 1));
    }

    private void Finish()
    {
        Observer?.Passed(_layer, _residual.Values.AsSpan(0, _rows.Batch.Rows * _residual.Width));
        _head.Run(_rows.Batch, _residual);
        Settle();
    }

    private void Settle()
    {
        _rows.Batch.ClearOutcomes();
        foreach (StepChunk chunk in _rows.Batch.Chunks)
            Settle(chunk);
    }

    /// <summary>A sequence is longer by the rows before its first lost one; what it wrote behind them is overwritten when they come again.</summary>
    private void Settle(in StepChunk chunk)
    {
        int complete = ReadyRows(chunk);
        chunk.Sequence.Advance(complete);
        if (complete < chunk.Rows)
            _cache.Trim(chunk.Sequence);
        int lost = chunk.FirstRow + complete;
        _rows.Batch.AddOutcome(complete < chunk.Rows ? new(complete, _dispatch.FailureOf(lost), _dispatch.MissingOf(lost)) : new(complete, null));
    }

    /// <summary>Returns how many rows are left.</summary>
    private int ParkAfterFirstLost(in StepChunk chunk)
    {
        int ready = ReadyRows(chunk);
        for (int row = chunk.FirstRow + ready + 1; row < chunk.FirstRow + chunk.Rows; row++)
            _dispatch.Park(row);
        return ready;
    }

    private int ReadyRows(in StepChunk chunk)
    {
        int ready = 0;
        while (ready < chunk.Rows && _dispatch.StateOf(chunk.FirstRow + ready) == RowState.Ready)
            ready++;
        return ready;
    }
}
