using ElasticMoE.Engine.Scheduling;

namespace ElasticMoE.Engine.Tests.Scheduling;

/// <summary>A random workload around a scheduler: requests arrive, grow and are cancelled; every rule is checked at every step.</summary>
internal sealed class SchedulerWorld : IBlockLedger
{
    private readonly Random _random;
    private readonly SchedulerOptions _options;
    private readonly Scheduler _scheduler;
    private readonly StepPlan _plan = new();
    private readonly Dictionary<ScheduledSequence, int> _lengthMax = [];
    private readonly Dictionary<ScheduledSequence, int> _blocks = [];
    private readonly List<long> _firstSteps = [];
    private readonly int _blockCount;
    private int _arrivals;

    public SchedulerWorld(int seed)
    {
        _random = new Random(seed);
        int running = _random.Next(1, 9);
        _options = new SchedulerOptions
        {
            StepTokensMax = running + SchedulerOptions.PromptTokensMin + _random.Next(60),
            RunningMax = running,
            WaitingMax = _random.Next(1, 12),
            BlockPositions = _random.Next(2) == 0 ? 16 : 4,
        };
        _scheduler = new Scheduler(_options);
        _blockCount = _random.Next(4, 40);
    }

    public int Preemptions { get; private set; }

    /// <summary>Runs until all requests have ended.</summary>
    public void Run(int requests)
    {
        for (int step = 0; _arrivals < requests || !_scheduler.IsIdle; step++)
        {
            Assert.True(step < 200_000, "the workload doesn't end");
            while (_arrivals < requests && _random.Next(3) == 0 && Arrive())
            {
            }
            if (_random.Next(50) == 0)
                CancelOne();
            Step();
        }
        Assert.Empty(_blocks);
        Assert.Empty(_lengthMax);
        Assert.Equal(_firstSteps.Order(), _firstSteps);
    }

    int IBlockLedger.Free => FreeBlocks;

    int IBlockLedger.Open(ScheduledSequence sequence)
    {
        _blocks.Add(sequence, 0);
        return 0;
    }

    void IBlockLedger.Close(ScheduledSequence sequence) => Assert.True(_blocks.Remove(sequence));

    private int FreeBlocks => _blockCount - _blocks.Values.Sum();

    private int BlocksFor(int positions) => (positions + _options.BlockPositions - 1) / _options.BlockPositions;

    private bool Arrive()
    {
        int positionsMax = _blockCount * _options.BlockPositions;
        int prompt = _random.Next(1, positionsMax + 1);
        var sequence = new ScheduledSequence(_arrivals, prompt);
        if (!_scheduler.TryEnqueue(sequence))
        {
            // Preempted sequences wait as well, beside those that were let in.
            Assert.InRange(_scheduler.Waiting.Count, _options.WaitingMax, _options.WaitingMax + _options.RunningMax);
            return false;
        }
        _lengthMax[sequence] = Math.Min(prompt + _random.Next(1, 60), positionsMax + 1);
        _arrivals++;
        return true;
    }

    private void CancelOne()
    {
        if (_lengthMax.Count > 0)
            End(_lengthMax.Keys.ElementAt(_random.Next(_lengthMax.Count)));
    }

    private void Step()
    {
        int tokensInTime = _random.Next(4) == 0 ? 0 : _random.Next(200);
        _scheduler.Plan(this, tokensInTime, 0, _plan);
        Preemptions += _plan.Preempted.Count;
        CheckPlan(tokensInTime);
        foreach (PlannedChunk chunk in _plan.Chunks)
            Compute(chunk);
        CheckOrder();
    }

    private void CheckPlan(int tokensInTime)
    {
        Assert.True(_plan.Tokens <= _options.StepTokensMax);
        Assert.True(_scheduler.Running.Count <= _options.RunningMax);
        int prompts = _plan.Chunks.Where(chunk => !chunk.Sequence.Decodes).Sum(chunk => chunk.Tokens);
        Assert.True(_plan.Tokens <= tokensInTime || prompts <= SchedulerOptions.PromptTokensMin);
        Assert.Equal(_plan.Chunks.Count, _plan.Chunks.Select(chunk => chunk.Sequence).Distinct().Count());
        if (_scheduler.Running.Count > 0)
            Assert.Contains(_plan.Chunks, chunk => chunk.Sequence == _scheduler.Running[0]);
        Assert.Equal(_scheduler.IsIdle, _plan.Chunks.Count == 0);
    }

    private void Compute(PlannedChunk chunk)
    {
        ScheduledSequence sequence = chunk.Sequence;
        Assert.True(chunk.Tokens > 0 && chunk.Tokens <= sequence.Pending);
        if (sequence.Computed == 0 && _firstSteps.LastOrDefault(-1) < sequence.Arrival)
            _firstSteps.Add(sequence.Arrival);
        bool completes = chunk.Completes;
        _blocks[sequence] = BlocksFor(sequence.Computed + chunk.Tokens);
        Assert.True(FreeBlocks >= 0, "more blocks are used than there are");
        _scheduler.Complete(chunk, chunk.Tokens);
        if (completes && ++sequence.KnownTokens >= _lengthMax[sequence])
            End(sequence);
    }

    private void End(ScheduledSequence sequence)
    {
        _scheduler.Remove(sequence);
        _blocks.Remove(sequence);
        Assert.True(_lengthMax.Remove(sequence));
    }

    /// <summary>First come, first served: every running sequence is older than every waiting one, and both lists are in order.</summary>
    private void CheckOrder()
    {
        long[] arrivals = [.. _scheduler.Running.Concat(_scheduler.Waiting).Select(sequence => sequence.Arrival)];
        Assert.Equal(arrivals.Order(), arrivals);
    }
}
