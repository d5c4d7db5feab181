using ElasticMoE.Kernels.Elementwise;
using ElasticMoE.Kernels.MatMul;
using ElasticMoE.Kernels.Threads;
using ElasticMoE.Model.Configuration;
using ElasticMoE.Model.Packing;
using ElasticMoE.Model.Weights;

namespace ElasticMoE.Model.Compute;

/// <summary>
/// Runs groups of rows through gated feed-forwards of one width: output = down(activation(gate(x), up(x))). All groups are one job without a barrier:
/// a thread takes a group whole, from its rows to its outputs. Groups that would leave threads idle at the end are divided by panels, of the
/// width before all others and of the hidden size after them, so that what the second half needs has mostly long been there.
/// </summary>
internal sealed class FeedForwardJob : ComputeJob
{
    private readonly ComputePool _pool;
    private readonly ClampedSwiGluConfig? _clamp;
    private readonly IFeedForwardRows? _rows;
    private readonly RowBuffer _gate;
    private readonly RowBuffer _up;
    private readonly RowBuffer _inner;
    private readonly List<FeedForwardGroup> _groups = [];
    private readonly List<FeedForwardGroup> _whole = [];
    private readonly List<FeedForwardGroup> _divided = [];
    private readonly WorkSplit _innerSplit;
    private readonly WorkSplit _downSplit;
    private long[] _order = [];
    private RowBuffer _output = new(0);
    private int _innerParts;
    private int _innerLeft;

    /// <param name="pool">Runs the groups.</param>
    /// <param name="width">Of the feed-forwards.</param>
    /// <param name="clamp">Of the activation; null where it isn't clamped.</param>
    /// <param name="rows">Makes groups' rows ready; null where they are, and nobody hears of outputs.</param>
    public FeedForwardJob(ComputePool pool, int width, ClampedSwiGluConfig? clamp, IFeedForwardRows? rows = null)
    {
        (_pool, _clamp, _rows, _innerSplit, _downSplit) = (pool, clamp, rows, new(pool), new(pool));
        (_gate, _up, _inner) = (new(width), new(width), new(width));
    }

    /// <summary>Begins anew; outputs go to <paramref name="output"/>, which has room for them.</summary>
    public void Begin(RowBuffer output)
    {
        _output = output;
        _groups.Clear();
    }

    /// <summary>Adds a group. Where its weights take quantized rows, its input is quantized when it is made ready at the latest.</summary>
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
        ChooseWhole();
        _innerLeft = _innerParts = Divide(_innerSplit, downPass: false);
        _pool.Run(this, _innerParts + _whole.Count + Divide(_downSplit, downPass: true));
        foreach (FeedForwardGroup group in _divided)
            _rows?.Finished(group);
    }

    public override void Run(int part)
    {
        if (part < _innerParts)
            RunInner(part);
        else if (part < _innerParts + _whole.Count)
            RunWhole(_whole[part - _innerParts]);
        else
            RunDown(part - _innerParts - _whole.Count);
    }

    /// <summary>The longest groups are taken first. Divided are those longer than a thread's share, and the shortest where the threads don't divide the number of the others.</summary>
    private void ChooseWhole()
    {
        if (_order.Length < _groups.Count)
            _order = new long[Math.Max(_groups.Count, 2 * _order.Length)];
        long cost = 0;
        for (int index = 0; index < _groups.Count; index++)
        {
            long own = WorkSplit.CostOf(_groups[index].Weights.Gate, _groups[index].Rows.Count);
            _order[index] = -own << 16 | (uint)index;
            cost += own;
        }
        _whole.Clear();
        _divided.Clear();
        Span<long> order = _order.AsSpan(0, _groups.Count);
        order.Sort();
        foreach (long entry in order)
        {
            FeedForwardGroup group = _groups[(int)(entry & 0xFFFF)];
            bool isLong = -(entry >> 16) * _pool.Threads > cost || group.Weights.Gate.Bytes > WorkSplit.ShareBytesMax;
            (isLong ? _divided : _whole).Add(group);
        }
        for (int left = _whole.Count % _pool.Threads; left > 0; left--)
        {
            _divided.Add(_whole[^1]);
            _whole.RemoveAt(_whole.Count - 1);
        }
        foreach (FeedForwardGroup group in _divided)
            _rows?.MakeReady(group);
    }

    private int Divide(WorkSplit split, bool downPass)
    {
        if (_divided.Count == 0)
            return 0;
        split.Begin();
        foreach (FeedForwardGroup group in _divided)
            split.Add(downPass ? group.Weights.Down : group.Weights.Gate, group.Rows.Count);
        return split.Divide();
    }

    private void RunInner(int part)
    {
        try
        {
            foreach (WorkShare share in _innerSplit.Part(part))
                Inner(_divided[share.Product], share.Panels);
        }
        finally
        {
            // Whatever becomes of a part, nobody waits for it without end.
            Interlocked.Decrement(ref _innerLeft);
        }
    }

    private void RunWhole(in FeedForwardGroup group)
    {
        _rows?.MakeReady(group);
        Inner(group, new(0, group.Weights.Gate.PanelCount));
        Down(group, new(0, group.Weights.Down.PanelCount));
        _rows?.Finished(group);
    }

    /// <summary>Parts are taken in order, so whoever is waited for is running.</summary>
    private void RunDown(int part)
    {
        SpinWait wait = default;
        while (Volatile.Read(ref _innerLeft) > 0)
            wait.SpinOnce(sleep1Threshold: -1);
        foreach (WorkShare share in _downSplit.Part(part))
            Down(_divided[share.Product], share.Panels);
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
