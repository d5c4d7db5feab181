using ElasticMoE.Engine.Scheduling;

namespace ElasticMoE.Engine.Tests.Scheduling;

public sealed class SchedulerTests
{
    private readonly StepPlan _plan = new();

    [Fact]
    public void A_prompt_comes_in_chunks_beside_running_sequences()
    {
        Scheduler scheduler = New(stepTokens: 20, running: 4);
        ScheduledSequence first = Enqueue(scheduler, 0, 5);
        Step(scheduler, 100);
        first.KnownTokens++;
        ScheduledSequence second = Enqueue(scheduler, 1, 30);
        Step(scheduler, 99);
        Assert.Equal([new(first, 1), new(second, 19)], _plan.Chunks);
    }

    [Fact]
    public void Time_bounds_prompts_but_never_stops_them()
    {
        Scheduler scheduler = New(stepTokens: 200, running: 4);
        Enqueue(scheduler, 0, 150);
        scheduler.Plan(new CountingLedger(100), 40, 0, _plan);
        Assert.Equal(40, _plan.Tokens);
        scheduler.Plan(new CountingLedger(100), 0, 0, _plan);
        Assert.Equal(SchedulerOptions.PromptTokensMin, _plan.Tokens);
    }

    [Fact]
    public void Nobody_overtakes_a_prompt_that_waits_for_blocks()
    {
        Scheduler scheduler = New(stepTokens: 400, running: 4);
        Enqueue(scheduler, 0, 16 * 6);
        ScheduledSequence large = Enqueue(scheduler, 1, 16 * 6);
        ScheduledSequence small = Enqueue(scheduler, 2, 1);
        Step(scheduler, 10);
        Assert.Equal([large, small], scheduler.Waiting);
    }

    [Fact]
    public void The_youngest_gives_way_when_blocks_run_out()
    {
        Scheduler scheduler = New(stepTokens: 100, running: 4);
        ScheduledSequence first = Enqueue(scheduler, 0, 15), second = Enqueue(scheduler, 1, 15);
        Step(scheduler, 2);
        first.KnownTokens = second.KnownTokens = 16;
        Step(scheduler, 0);
        first.KnownTokens = second.KnownTokens = 17;
        scheduler.Plan(new CountingLedger(0), 1000, 0, _plan);
        Assert.Equal([second], _plan.Preempted);
        Assert.Equal([new(first, 1)], _plan.Chunks);
        Assert.Equal([second], scheduler.Waiting);
        Assert.Equal(0, second.Computed);
    }

    [Fact]
    public void A_full_queue_refuses()
    {
        Scheduler scheduler = New(stepTokens: 100, running: 1, waiting: 2);
        Enqueue(scheduler, 0, 1);
        Enqueue(scheduler, 1, 1);
        Assert.False(scheduler.TryEnqueue(new ScheduledSequence(2, 1)));
    }

    [Fact]
    public void A_parked_sequence_rests_for_a_time_however_long_steps_are()
    {
        Scheduler scheduler = New(stepTokens: 100, running: 4);
        Enqueue(scheduler, 0, 15);
        Assert.Equal([0, 5, 15, 35, 75, 155, 235], TrialsOf(scheduler, stepMs: 1, endMs: 300));
        // One row of it gets on; then the next one is parked.
        scheduler.Plan(new CountingLedger(9), 1000, 315, _plan);
        scheduler.Complete(_plan.Chunks[0], 1);
        Assert.Equal([400, 800, 1200], TrialsOf(scheduler, stepMs: 400, endMs: 1600, startMs: 400));
    }

    [Fact]
    public void Who_gave_way_while_parked_waits_for_blocks_alone()
    {
        Scheduler scheduler = New(stepTokens: 100, running: 4);
        ScheduledSequence first = Enqueue(scheduler, 0, 15), second = Enqueue(scheduler, 1, 15);
        Step(scheduler, 2);
        first.KnownTokens = second.KnownTokens = 16;
        scheduler.Plan(new CountingLedger(0), 1000, 10, _plan);
        scheduler.Complete(_plan.Chunks[0], 1);
        scheduler.Complete(_plan.Chunks[1], 0);
        Assert.Equal((1, 10), (second.ParkedSteps, second.ParkedSinceMs));
        first.KnownTokens = 17;
        scheduler.Plan(new CountingLedger(0), 1000, 15, _plan);
        Assert.Equal([second], _plan.Preempted);
        Assert.Equal(0, second.ParkedSteps);
    }

    /// <summary>When the one sequence is tried, and parked each time.</summary>
    private List<long> TrialsOf(Scheduler scheduler, long stepMs, long endMs, long startMs = 0)
    {
        List<long> trials = [];
        for (long nowMs = startMs; nowMs < endMs; nowMs += stepMs)
        {
            scheduler.Plan(new CountingLedger(9), 1000, nowMs, _plan);
            if (_plan.Chunks.Count == 0)
                continue;
            trials.Add(nowMs);
            scheduler.Complete(_plan.Chunks[0], 0);
        }
        return trials;
    }

    private static Scheduler New(int stepTokens, int running, int waiting = 100) => new(new SchedulerOptions
    {
        StepTokensMax = stepTokens,
        RunningMax = running,
        WaitingMax = waiting,
        BlockPositions = 16,
    });

    private static ScheduledSequence Enqueue(Scheduler scheduler, long arrival, int tokens)
    {
        var sequence = new ScheduledSequence(arrival, tokens);
        Assert.True(scheduler.TryEnqueue(sequence));
        return sequence;
    }

    private void Step(Scheduler scheduler, int freeBlocks)
    {
        scheduler.Plan(new CountingLedger(freeBlocks), 1000, 0, _plan);
        foreach (PlannedChunk chunk in _plan.Chunks)
            scheduler.Complete(chunk, chunk.Tokens);
    }
}
