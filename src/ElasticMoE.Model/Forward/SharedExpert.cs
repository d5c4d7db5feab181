using ElasticMoE.Kernels.Elementwise;
using ElasticMoE.Kernels.Threads;
using ElasticMoE.Model.Compute;
using ElasticMoE.Model.Configuration;
using ElasticMoE.Model.Weights;

namespace ElasticMoE.Model.Forward;

/// <summary>The expert that every row goes to, with a gate of its own where the family has one. It runs on the router.</summary>
internal sealed class SharedExpert : RowJob
{
    private readonly FeedForwardRunner _feedForward;
    private readonly MatMulJob _project;
    private readonly RowBuffer _output;
    private readonly RowBuffer _gate = new(1);

    public SharedExpert(ComputePool pool, ModelConfig config)
        : base(pool)
    {
        _feedForward = new(pool, config.Mixture.SharedWidth);
        _project = new(pool);
        _output = new(config.HiddenSize);
    }

    /// <summary>Returns [rows, hidden].</summary>
    public RowBuffer Run(LayerWeights weights, RowBuffer input, int rows)
    {
        _feedForward.Run(weights.Shared!, input, _output, rows);
        if (weights.SharedExpertGate is { } gate)
        {
            _project.Over(input, rows).Add(gate, _gate).Run();
            RunRows(rows);
        }
        return _output;
    }

    protected override void RunRow(int row)
    {
        Span<float> gate = _gate.Row(row);
        ElementaryFunctions.Sigmoid(gate, gate);
        Elementwise.Scale(_output.Row(row), gate[0]);
    }
}
