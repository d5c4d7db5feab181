using ElasticMoE.Contracts.Experts;
using ElasticMoE.Testing;

namespace ElasticMoE.Engine.Tests.Models;

/// <summary>Runs experts through a host, and parks or fails rows at random.</summary>
internal sealed class HostExchange(IExpertHost host, Random random) : IExpertExchange
{
    private readonly ExpertWork _work = new();
    private int _rows;

    /// <summary>Of each row in each layer.</summary>
    public double ParkChance { get; init; }

    /// <summary>The row after so many fails.</summary>
    public int FailAfterRows { get; init; } = int.MaxValue;

    public int Parked { get; private set; }

    /// <summary>Moves on while the engine waits for experts, and a millisecond a layer.</summary>
    public VirtualTime Time { get; } = new();

    public void Start(ExpertDispatch dispatch)
    {
        Time.Advance(TimeSpan.FromMilliseconds(1));
        _work.Begin(dispatch.Layer);
        _work.Input = new float[dispatch.Rows * host.HiddenSize];
        for (int row = 0; row < dispatch.Rows; row++)
        {
            if (++_rows == FailAfterRows)
                dispatch.Fail(row, "a fault for a test");
            else if (random.NextDouble() < ParkChance)
                Park(dispatch, row);
            if (dispatch.StateOf(row) == RowState.Ready)
                Add(dispatch, row);
        }
        if (_work.Rows > 0)
            host.Run(_work);
        for (int row = 0, pair = 0; row < dispatch.Rows; row++)
        {
            for (int slot = 0; dispatch.StateOf(row) == RowState.Ready && slot < dispatch.ExpertsOf(row).Length; slot++)
                dispatch.SetOutput(row, slot, _work.Output(pair++, host.HiddenSize));
        }
    }

    public void Finish(ExpertDispatch dispatch)
    {
        // All was done at the start.
    }

    public void AwaitNews(int limitMs) => Time.Advance(TimeSpan.FromMilliseconds(limitMs));

    private void Park(ExpertDispatch dispatch, int row)
    {
        Parked += dispatch.StateOf(row) == RowState.Ready ? 1 : 0;
        dispatch.Park(row);
    }

    private void Add(ExpertDispatch dispatch, int row)
    {
        dispatch.Input.AsSpan(row * host.HiddenSize, host.HiddenSize).CopyTo(_work.Input.AsSpan(_work.Rows * host.HiddenSize));
        _work.AddRow(dispatch.ExpertsOf(row));
    }
}
