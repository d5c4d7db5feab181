using System.Runtime.InteropServices;
using ElasticMoE.Contracts.Experts;
using ElasticMoE.Kernels.Threads;
using ElasticMoE.Model.Experts;
using ElasticMoE.Model.Forward;

namespace ElasticMoE.Model.Tests.Forward;

/// <summary>The experts of this process, but some rows are parked or fail, half of them before their outputs are there and half after. Allocates nothing, failures aside.</summary>
internal sealed class LossyExchange(LanguageModel model, ComputePool pool, Random random) : IExpertExchange
{
    private readonly float[][] _kept = [[], []];
    private readonly LocalExpertExchange _local = new(pool, model.Config, model.Weights.Layers, RowCodecs.F32);

    /// <summary>As if the experts were elsewhere: outputs outlive the next exchange's start.</summary>
    public bool RunsElsewhere { get; init; }

    /// <summary>Of each row in each layer.</summary>
    public double ParkChance { get; set; }

    /// <summary>Of each row in each layer.</summary>
    public double FailChance { get; set; }

    public int Exchanges { get; private set; }

    public int Parked { get; private set; }

    public int Failed { get; private set; }

    public void Start(ExpertDispatch dispatch)
    {
        Exchanges++;
        Lose(dispatch);
        _local.Start(dispatch);
        if (!RunsElsewhere)
            return;
        int hidden = model.Config.HiddenSize;
        ref float[] kept = ref _kept[Exchanges % 2];
        if (kept.Length < dispatch.Rows * dispatch.ActiveExperts * hidden)
            kept = new float[dispatch.Rows * dispatch.ActiveExperts * hidden];
        for (int row = 0, pair = 0; row < dispatch.Rows; row++)
        {
            for (int slot = 0; slot < dispatch.ExpertsOf(row).Length; slot++, pair++)
            {
                Memory<float> own = kept.AsMemory(pair * hidden, hidden);
                dispatch.Output(row, slot).CopyTo(own.Span);
                // What is out of this process is nobody's business here.
                Spoil(dispatch, row, slot);
                dispatch.SetOutput(row, slot, own);
            }
        }
    }

    public void Finish(ExpertDispatch dispatch)
    {
        _local.Finish(dispatch);
        Lose(dispatch);
        // What a lost row's outputs would be must not matter.
        for (int row = 0; row < dispatch.Rows; row++)
        {
            for (int slot = 0; dispatch.StateOf(row) != RowState.Ready && slot < dispatch.ExpertsOf(row).Length; slot++)
                Spoil(dispatch, row, slot);
        }
    }

    private static void Spoil(ExpertDispatch dispatch, int row, int slot)
    {
        ReadOnlySpan<float> output = dispatch.Output(row, slot);
        MemoryMarshal.CreateSpan(ref MemoryMarshal.GetReference(output), output.Length).Fill(float.NaN);
    }

    private void Lose(ExpertDispatch dispatch)
    {
        for (int row = 0; row < dispatch.Rows; row++)
        {
            double draw = 2 * random.NextDouble();
            if (dispatch.StateOf(row) != RowState.Ready || draw >= ParkChance + FailChance)
                continue;
            if (draw < ParkChance)
                dispatch.Park(row);
            else
                dispatch.Fail(row, $"layer {dispatch.Layer}, row {row}");
            Parked += draw < ParkChance ? 1 : 0;
            Failed += draw < ParkChance ? 0 : 1;
        }
    }
}
