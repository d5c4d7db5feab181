using ElasticMoE.Kernels.Elementwise;
using ElasticMoE.Kernels.MatMul;
using ElasticMoE.Kernels.Threads;
using ElasticMoE.Model.Configuration;
using ElasticMoE.Model.Packing;
using ElasticMoE.Model.Weights;

namespace ElasticMoE.Model.Compute;

/// <summary>
/// Runs groups of rows through gated feed-forwards of one width: output = down(activation(gate(x), up(x))). Two passes over all groups
/// together, with one barrier between them: gate, up and activation by panels of the width, then down by panels of the hidden size.
/// </summary>
internal sealed class FeedForwardJob : ComputeJob
{
    private readonly ComputePool _pool;
    private readonly ClampedSwiGluConfig? _clamp;
    private readonly RowBuffer _gate;
    private readonly RowBuffer _up;
    private readonly RowBuffer _inner;
    private readonly List<FeedForwardGroup> _groups = [];
    private readonly WorkSplit _split;
    private RowBuffer _output = new(0);
    private bool _downPass;

    public FeedForwardJob(ComputePool pool, int width, ClampedSwiGluConfig? clamp)
    {
        (_pool, _clamp, _split) = (pool, clamp, new(pool));
        (_gate, _up, _inner) = (new(width), new(width), new(width));
    }

    /// <summary>Begins anew; outputs go to <paramref name="output"/>, which has room for them.</summary>
    public void Begin(RowBuffer output)
    {
        _output = output;
        _groups.Clear();
    }

    /// <summary>Adds a group. Where its weights take quantized rows, its input is quantized already.</summary>
    public void Add(in FeedForwardGroup group) => _groups.Add(group);

    public void Run()
    {
        int rows = 0;
        bool quantized = false;
        foreach (FeedForwardGroup group in _groups)
        {
            rows = Math.Max(rows, group.OutputRow + group.Rows.Count);
            quantized |= group.Weights.Down.TakesQuantizedRows;
        }
        _gate.Reserve(rows);
        _up.Reserve(rows);
        _inner.Reserve(rows);
        if (quantized)
            _inner.ReserveQuantized(rows);
        RunPass(downPass: false);
        RunPass(downPass: true);
    }

    public override void Run(int part)
    {
        foreach (WorkShare share in _split.Part(part))
        {
            if (_downPass)
                Down(_groups[share.Product], share.Panels);
            else
                Inner(_groups[share.Product], share.Panels);
        }
    }

    private void RunPass(bool downPass)
    {
        _downPass = downPass;
        _split.Begin();
        foreach (FeedForwardGroup group in _groups)
            _split.Add(downPass ? group.Weights.Down : group.Weights.Gate, group.Rows.Count);
        _pool.Run(this, _split.Divide());
    }

    private void Inner(in FeedForwardGroup group, PanelRange panels)
    {
        FeedForwardWeights weights = group.Weights;
        var rows = new RowRange(group.OutputRow, group.Rows.Count);
        Multiply(weights.Gate, group, panels, _gate);
        Multiply(weights.Up, group, panels, _up);
        if (weights.GateBias is { } gateBias)
            Bias.Add(_gate, rows, gateBias, panels);
        if (weights.UpBias is { } upBias)
            Bias.Add(_up, rows, upBias, panels);
        int first = panels.First * PanelLayout.PanelRows;
        int count = Math.Min(weights.Width - first, panels.Count * PanelLayout.PanelRows);
        for (int row = rows.First; row < rows.First + rows.Count; row++)
        {
            Activate(_gate.Row(row).Slice(first, count), _up.Row(row).Slice(first, count), _inner.Row(row).Slice(first, count));
            if (weights.Down.TakesQuantizedRows)
                _inner.QuantizeColumns(row, first, count);
        }
    }

    private static void Multiply(PackedMatrix matrix, in FeedForwardGroup group, PanelRange panels, RowBuffer output)
    {
        MatMulRows rows = group.Input.Rows(group.Rows.First, group.Rows.Count, matrix.TakesQuantizedRows);
        matrix.Multiply(panels, rows, output.Values.AsSpan(group.OutputRow * output.Width), output.Width);
    }

    private void Activate(ReadOnlySpan<float> gate, ReadOnlySpan<float> up, Span<float> inner)
    {
        if (_clamp is { } clamp)
            SwiGlu.ApplyClamped(gate, up, clamp.Alpha, clamp.Limit, inner);
        else
            SwiGlu.Apply(gate, up, inner);
    }

    private void Down(in FeedForwardGroup group, PanelRange panels)
    {
        PackedMatrix down = group.Weights.Down;
        MatMulRows rows = _inner.Rows(group.OutputRow, group.Rows.Count, down.TakesQuantizedRows);
        down.Multiply(panels, rows, _output.Values.AsSpan(group.OutputRow * _output.Width), _output.Width);
        if (group.Weights.DownBias is { } bias)
            Bias.Add(_output, new(group.OutputRow, group.Rows.Count), bias, panels);
    }
}
