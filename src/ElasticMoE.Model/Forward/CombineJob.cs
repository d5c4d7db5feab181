using ElasticMoE.Contracts.Experts;
using ElasticMoE.Kernels.Elementwise;
using ElasticMoE.Kernels.Threads;
using ElasticMoE.Model.Compute;
using ElasticMoE.Model.Routing;

namespace ElasticMoE.Model.Forward;

/// <summary>
/// Sums a mixture layer's outputs, never in order of arrival: acc = 0; acc = fma(weight, output, acc) by ascending expert id; then the
/// shared expert; then the residual.
/// </summary>
internal sealed class CombineJob(ComputePool pool) : RowJob(pool)
{
    private ExpertDispatch _dispatch = new();
    private RoutedRows _routed = new();
    private RowBuffer? _shared;
    private RowBuffer _residual = new(0);
    private RowBuffer _sum = new(0);

    /// <param name="dispatch">With all outputs there.</param>
    /// <param name="routed">The rows' weights.</param>
    /// <param name="shared">The shared expert's outputs [rows, hidden], or null.</param>
    /// <param name="residual">[rows, hidden]; the sum is added to it.</param>
    /// <param name="sum">Room for the sum [rows, hidden].</param>
    public void Run(ExpertDispatch dispatch, RoutedRows routed, RowBuffer? shared, RowBuffer residual, RowBuffer sum)
    {
        (_dispatch, _routed, _shared, _residual, _sum) = (dispatch, routed, shared, residual, sum);
        sum.Reserve(dispatch.Rows);
        RunRows(dispatch.Rows);
    }

    protected override void RunRow(int row)
    {
        if (_dispatch.StateOf(row) != RowState.Ready)
            return;
        Span<float> sum = _sum.Row(row);
        sum.Clear();
        ReadOnlySpan<float> weights = _routed.Weights(row)[.._dispatch.ExpertsOf(row).Length];
        for (int slot = 0; slot < weights.Length; slot++)
            Elementwise.AddScaledFma(sum, weights[slot], _dispatch.Output(row, slot));
        if (_shared is not null)
            Elementwise.Add(sum, _shared.Row(row));
        Elementwise.Add(_residual.Row(row), sum);
    }
}
