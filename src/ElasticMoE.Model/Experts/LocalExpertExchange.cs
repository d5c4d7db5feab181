using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Experts;
using ElasticMoE.Kernels.Threads;
using ElasticMoE.Model.Configuration;
using ElasticMoE.Model.Weights;

namespace ElasticMoE.Model.Experts;

/// <summary>All experts in this process: the exchange that completes at once, and the reference for every other.</summary>
internal sealed class LocalExpertExchange : IExpertExchange
{
    private readonly LayerWeights[] _layers;
    private readonly ExpertVersions? _revisions;
    private readonly int _hidden;
    private readonly ExpertBatch _batch;
    private readonly RowRounding _inputs;
    private readonly RowRounding _outputs;
    private readonly List<Revision> _present = [];
    private float[] _mixed = [];

    /// <param name="pool">Runs the mathematics.</param>
    /// <param name="config">The model's.</param>
    /// <param name="layers">Its weights, as they were loaded.</param>
    /// <param name="wire">Rows are rounded as if they travelled so.</param>
    /// <param name="revisions">What rows may be bound to; null where the model is never updated.</param>
    public LocalExpertExchange(ComputePool pool, ModelConfig config, LayerWeights[] layers, RowCodecs wire, ExpertVersions? revisions = null)
    {
        (_layers, _revisions, _hidden, _batch) = (layers, revisions, config.HiddenSize, new(pool, config));
        (_inputs, _outputs) = (new(pool, wire.Dispatch, _hidden), new(pool, wire.Answer, _hidden));
    }

    public void Start(ExpertDispatch dispatch)
    {
        FindRevisions(dispatch);
        float[] input = _inputs.Copy(dispatch.Input, dispatch.Rows);
        if (_present.Count > 1 && _mixed.Length < dispatch.Rows * dispatch.ActiveExperts * _hidden)
            _mixed = GC.AllocateUninitializedArray<float>(dispatch.Rows * dispatch.ActiveExperts * _hidden);
        int pairs = 0;
        foreach (Revision revision in _present)
            pairs = Run(dispatch, revision, input, pairs);
        _outputs.InPlace(_present.Count > 1 ? _mixed : _batch.Outputs, pairs);
    }

    public void Finish(ExpertDispatch dispatch)
    {
        // All was done at the start.
    }

    private void FindRevisions(ExpertDispatch dispatch)
    {
        _present.Clear();
        for (int row = 0; row < dispatch.Rows; row++)
        {
            if (!_present.Contains(dispatch.RevisionOf(row)))
                _present.Add(dispatch.RevisionOf(row));
        }
    }

    /// <summary>Runs the rows of one revision; where there are others, their outputs go behind those of the ones before.</summary>
    private int Run(ExpertDispatch dispatch, Revision revision, float[] input, int pairs)
    {
        FeedForwardWeights[] experts = _revisions is null ? _layers[dispatch.Layer].Experts : _revisions.ExpertsOf(revision, dispatch.Layer);
        _batch.Begin(experts, input, experts[0]);
        for (int row = 0; row < dispatch.Rows; row++)
        {
            if (dispatch.RevisionOf(row) == revision)
                _batch.AddRow(row, dispatch.ExpertsOf(row));
        }
        _batch.Run();
        float[] outputs = _present.Count > 1 ? _mixed : _batch.Outputs;
        int pair = 0;
        for (int row = 0; row < dispatch.Rows; row++)
        {
            for (int slot = 0; dispatch.RevisionOf(row) == revision && slot < dispatch.ExpertsOf(row).Length; slot++)
                dispatch.SetOutput(row, slot, outputs.AsMemory((pairs + _batch.OutputRowOf(pair++)) * _hidden, _hidden));
        }
        if (_present.Count > 1)
            _batch.Outputs.AsSpan(0, pair * _hidden).CopyTo(_mixed.AsSpan(pairs * _hidden));
        return pairs + pair;
    }
}
