using System.Diagnostics;
using ElasticMoE.Contracts;

namespace ElasticMoE.Engine.Scheduling;

/// <summary>
/// Decides which tokens a step computes: one for every sequence that decodes, then chunks of prompts, all in the order of arrival. Works
/// on lengths and counts alone and has no clock. First come, first served without exception: every running sequence is older than every
/// waiting one, and where blocks run out the youngest gives way. So the oldest always gets on, and with it, in turn, each.
/// </summary>
[Machine]
internal sealed class Scheduler
{
    /// <summary>How long after a step in which it was parked a sequence is tried again; twice as long after the next.</summary>
    private const long RestMinMs = 5;

    /// <summary>The longest rest. A trial may hold up its step by the 5 ms that a row waits for a replica.</summary>
    private const long RestMaxMs = 80;

    private readonly SchedulerOptions _options;
    private readonly List<ScheduledSequence> _running = [];
    private readonly List<ScheduledSequence> _waiting = [];
    private StepPlan _plan = new();
    private IBlockLedger _blocks = null!;
    private int _freeBlocks;
    private int _owedBlocks;
    private int _promptTokens;
    private long _nowMs;

    public Scheduler(SchedulerOptions options)
    {
        Debug.Assert(options.RunningMax + SchedulerOptions.PromptTokensMin <= options.StepTokensMax);
        _options = options;
    }

    public IReadOnlyList<ScheduledSequence> Running => _running;

    public IReadOnlyList<ScheduledSequence> Waiting => _waiting;

    public bool IsIdle => _running.Count + _waiting.Count == 0;

    /// <summary>Puts a new sequence behind all others; false where too many wait. Preempted ones come back past this bound, at most as many as may run.</summary>
    public bool TryEnqueue(ScheduledSequence sequence)
    {
        if (_waiting.Count >= _options.WaitingMax)
            return false;
        _waiting.Add(sequence);
        return true;
    }

    /// <summary>Forgets a sequence that has ended.</summary>
    public void Remove(ScheduledSequence sequence)
    {
        if (!_running.Remove(sequence))
            _waiting.Remove(sequence);
    }

    /// <summary>Plans the next step.</summary>
    /// <param name="blocks">Has the blocks of the sequences; those that begin or give way are opened and closed there.</param>
    /// <param name="tokensInTime">Tokens that the step's time is expected to suffice for.</param>
    /// <param name="nowMs">Monotonic time.</param>
    /// <param name="plan">Filled; empty only where there is nothing to do or every sequence rests.</param>
    public void Plan(IBlockLedger blocks, int tokensInTime, long nowMs, StepPlan plan)
    {
        plan.Clear();
        _nowMs = nowMs;
        (_plan, _blocks, _freeBlocks, _owedBlocks) = (plan, blocks, blocks.Free, 0);
        int decodes = CountDecodes();
        _promptTokens = Math.Clamp(tokensInTime - decodes, SchedulerOptions.PromptTokensMin, _options.StepTokensMax - decodes);
        bool allGotOn = PlanRunning();
        if (allGotOn && plan.Preempted.Count == 0)
            Admit();
    }

    /// <summary>
    /// Notes how many tokens of a planned chunk are in the cache. A sequence that got no further, since its experts are not ready, rests for 5 ms from the step's beginning,
    /// then for 10, 20, …, so that others don't wait for it in every step. Time counts, not steps: where 64 sequences make a step of 0.4 s, sixteen of them would be a stall of 6 s, and
    /// each expert that it lacks, layer by layer, another one.
    /// </summary>
    public void Complete(PlannedChunk chunk, int tokens)
    {
        ScheduledSequence sequence = chunk.Sequence;
        sequence.Computed += tokens;
        if (tokens > 0)
        {
            Unpark(sequence);
            return;
        }
        if (sequence.ParkedSteps++ == 0)
            sequence.ParkedSinceMs = _nowMs;
        sequence.RestsUntilMs = _nowMs + Math.Min(RestMaxMs, RestMinMs << Math.Min(sequence.ParkedSteps - 1, 8));
    }

    private static void Unpark(ScheduledSequence sequence) => (sequence.ParkedSteps, sequence.RestsUntilMs) = (0, 0);

    private int CountDecodes()
    {
        int decodes = 0;
        foreach (ScheduledSequence sequence in _running)
            decodes += sequence.Decodes ? 1 : 0;
        return decodes;
    }

    /// <summary>Returns whether every running sequence that had tokens to compute and a share of the budget got blocks as well.</summary>
    private bool PlanRunning()
    {
        bool allGotOn = true;
        for (int i = 0; i < _running.Count; i++)
        {
            ScheduledSequence sequence = _running[i];
            if (_nowMs < sequence.RestsUntilMs)
            {
                Grant(sequence, 0);
                continue;
            }
            int wanted = sequence.Decodes ? 1 : Math.Min(sequence.Pending, _promptTokens);
            while (wanted > 0 && RoomFor(sequence) == 0 && i < _running.Count - 1)
                PreemptYoungest();
            int granted = Math.Min(wanted, RoomFor(sequence));
            if (!sequence.Decodes)
                _promptTokens -= granted;
            Grant(sequence, granted);
            allGotOn &= wanted == 0 || granted > 0;
        }
        return allGotOn;
    }

    /// <summary>
    /// Takes in waiting sequences while the budget lasts and the blocks suffice for all their known tokens and one more, beside what running
    /// ones still lack; what of its beginning is there already it need not have. Whoever is first in the queue and doesn't fit yet holds up the others: nobody overtakes.
    /// </summary>
    private void Admit()
    {
        while (_waiting.Count > 0 && _running.Count < _options.RunningMax && _promptTokens > 0)
        {
            ScheduledSequence sequence = _waiting[0];
            Open(sequence);
            if (_running.Count > 0 && BlocksFor(sequence.KnownTokens + 1) - BlocksFor(sequence.Computed) + _owedBlocks > _freeBlocks)
            {
                Close(sequence);
                return;
            }
            _waiting.RemoveAt(0);
            _running.Add(sequence);
            _plan.Admitted.Add(sequence);
            int granted = Math.Min(sequence.Pending, _promptTokens);
            _promptTokens -= granted;
            Grant(sequence, granted);
        }
    }

    private void Grant(ScheduledSequence sequence, int tokens)
    {
        int blocks = BlocksFor(sequence.Computed + tokens);
        _freeBlocks -= blocks - BlocksFor(sequence.Computed);
        _owedBlocks += BlocksFor(sequence.KnownTokens + 1) - blocks;
        if (tokens > 0)
            _plan.Add(new PlannedChunk(sequence, tokens));
    }

    private void PreemptYoungest()
    {
        ScheduledSequence youngest = _running[^1];
        _running.RemoveAt(_running.Count - 1);
        _waiting.Insert(0, youngest);
        Close(youngest);
        // What it waits for now are blocks.
        Unpark(youngest);
        _plan.Preempted.Add(youngest);
    }

    /// <summary>Blocks that others hold too cost nothing; kept ones that nobody held are free ones less.</summary>
    private void Open(ScheduledSequence sequence)
    {
        int before = _blocks.Free;
        sequence.Computed = _blocks.Open(sequence);
        Debug.Assert(sequence.Pending > 0);
        _freeBlocks -= before - _blocks.Free;
    }

    private void Close(ScheduledSequence sequence)
    {
        int before = _blocks.Free;
        _blocks.Close(sequence);
        sequence.Computed = 0;
        _freeBlocks += _blocks.Free - before;
    }

    /// <summary>Positions a sequence can still write into its own blocks and the free ones.</summary>
    private int RoomFor(ScheduledSequence sequence) =>
        (int)Math.Min(int.MaxValue, ((long)BlocksFor(sequence.Computed) + _freeBlocks) * _options.BlockPositions - sequence.Computed);

    private int BlocksFor(int positions) => (positions + _options.BlockPositions - 1) / _options.BlockPositions;
}
