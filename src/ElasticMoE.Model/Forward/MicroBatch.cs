using ElasticMoE.Contracts.Experts;
using ElasticMoE.Model.Steps;

namespace ElasticMoE.Model.Forward;

/// <summary>Some chunks of a step, and how far they have come.</summary>
internal sealed class MicroBatch(ForwardPass pass)
{
    private readonly StepBatch _batch = new();
    private bool _begun;

    public ForwardPass Pass => pass;

    /// <summary>The exchange to be done before it can go on; null before it has begun and when it is complete.</summary>
    public ExpertDispatch? Dispatch { get; private set; }

    public bool IsComplete => _begun && Dispatch is null;

    /// <summary>Rows whose scores are wanted.</summary>
    public int Scored { get; private set; }

    /// <summary>Begins anew with chunks of a step.</summary>
    public void Take(StepBatch step, int firstChunk, int endChunk)
    {
        _batch.Clear();
        (_begun, Dispatch, Scored) = (false, null, 0);
        foreach (StepChunk chunk in step.Chunks[firstChunk..endChunk])
        {
            _batch.Add(chunk.Sequence, step.Tokens.Slice(chunk.FirstRow, chunk.Rows), chunk.Logits, chunk.Routes);
            Scored += chunk.Scored;
        }
    }

    /// <summary>Computes up to the next exchange, or to the end; the one before is done.</summary>
    public void Advance()
    {
        if (IsComplete)
            return;
        Dispatch = _begun ? pass.Resume() : pass.Begin(_batch);
        _begun = true;
    }

    /// <summary>Tells the step what became of its chunks.</summary>
    public void Report(StepBatch step)
    {
        foreach (ChunkOutcome outcome in _batch.Outcomes)
            step.AddOutcome(outcome);
    }
}
