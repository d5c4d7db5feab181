using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Experts;
using ElasticMoE.DataPlane.Exchange;

namespace ElasticMoE.Node.Chaos.Load;

/// <summary>Runs experts in this process, and remembers which rows they were given.</summary>
internal sealed class RecordingExchange(IExpertHost host) : IExpertExchange
{
    private readonly ExpertWork _work = new();

    /// <summary>Every (row, expert), in the order in which they were computed.</summary>
    public List<(ulong Row, ExpertId Expert)> Seen { get; } = [];

    public void Start(ExpertDispatch dispatch)
    {
        int hidden = host.HiddenSize;
        _work.Begin(dispatch.Layer);
        for (int row = 0; row < dispatch.Rows; row++)
        {
            ulong key = RowKey.Of(dispatch.Input.AsSpan(row * hidden, hidden));
            _work.AddRow(dispatch.ExpertsOf(row));
            foreach (int expert in dispatch.ExpertsOf(row))
                Seen.Add((key, new(dispatch.Layer, expert)));
        }
        _work.Input = dispatch.Input;
        host.Run(_work);
        for (int row = 0, pair = 0; row < dispatch.Rows; row++)
        {
            for (int slot = 0; slot < dispatch.ExpertsOf(row).Length; slot++)
                dispatch.SetOutput(row, slot, _work.Output(pair++, hidden));
        }
    }

    public void Finish(ExpertDispatch dispatch)
    {
        // All was done at the start.
    }
}
