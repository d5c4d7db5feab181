using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.Placement.Control.Decisions;
using ElasticMoE.Placement.Control.Reconciling;
using ElasticMoE.Placement.Control.State;

namespace ElasticMoE.Placement.Control.Supervision;

/// <summary>
/// The supervisor: takes commands and observations, decides, has its decisions journaled, and only then acts on them. While it doesn't lead it
/// keeps nothing and answers that it doesn't.
/// </summary>
/// <param name="mind">What helps it decide.</param>
[Machine]
public sealed partial class SupervisorMachine(SupervisorMind mind)
{
    private readonly Queue<AdminRequest> _waiting = new();
    private Observed _observed = new();
    private Membership _membership = new();
    private SupervisorMemory _memory = new(0);
    private PendingCommand? _pending;
    private long _retryMs = long.MaxValue;
    private long _untilMs = long.MinValue;
    private long _lease;
    private long _unixMs;
    // Never begins anew: one who leads again under the same number must not use an id twice.
    private ulong _ownIds;
    private bool _isConfirmed;
    private bool _isChanged;
    private long _lookedMs;
    private string _holder = "";

    /// <summary>The journal, replayed, as far as this supervisor knows.</summary>
    public ControlState State { get; private set; } = ControlState.Empty;

    /// <summary>The number under which it leads; 0 where it doesn't.</summary>
    public long Lease => _lease;

    /// <summary>The newest map it published; null before the first.</summary>
    public ClusterMap? Map { get; private set; }

    /// <summary>Whether nothing is evicted, moved or put to sleep.</summary>
    public bool IsFrozen => _membership.IsFrozen;

    /// <summary>What it sees, for status.</summary>
    public Observed Observed => _observed;

    /// <summary>Takes a message.</summary>
    /// <param name="message">What has happened.</param>
    /// <param name="nowMs">This process's monotonic clock.</param>
    /// <param name="effects">What to do is added here.</param>
    public void Handle(SupervisorMessage message, long nowMs, List<SupervisorEffect> effects)
    {
        // Whoever wakes up late finds out before it does anything else.
        if (_lease > 0 && nowMs >= _untilMs && message is not SupervisorMessage.LeaseAcquired)
            Stop(effects);
        Take(message, nowMs, effects);
        // Observations come by the thousand; the next tick works on all that came until then.
        if (_lease > 0 && message is SupervisorMessage.Tick or SupervisorMessage.LeaseAcquired or SupervisorMessage.Submitted or SupervisorMessage.Appended)
            Advance(nowMs, effects);
    }

    private void Take(SupervisorMessage message, long nowMs, List<SupervisorEffect> effects)
    {
        switch (message)
        {
            case SupervisorMessage.Tick tick:
                _unixMs = tick.UnixMs;
                break;
            case SupervisorMessage.LeaseAcquired acquired:
                Start(acquired, nowMs, effects);
                break;
            case SupervisorMessage.LeaseRenewed renewed:
                _untilMs = _lease > 0 ? renewed.UntilMs : _untilMs;
                break;
            case SupervisorMessage.LeaseLost:
                Stop(effects);
                break;
            case SupervisorMessage.ModelGiven given:
                (_memory.Model, _memory.NodesExpected, _isChanged) = (given.Model, given.NodesExpected, true);
                break;
            case SupervisorMessage.PlanReady ready:
                _isChanged |= _desk.Take(ready.Answer);
                break;
            case SupervisorMessage.Submitted submitted:
                Submit(submitted.Request, effects);
                break;
            case SupervisorMessage.Appended or SupervisorMessage.AppendFailed or SupervisorMessage.AppendFenced or SupervisorMessage.AppendUnknown:
                TakeJournal(message, nowMs, effects);
                break;
            default:
                TakeObservation(message, nowMs, effects);
                break;
        }
    }

    /// <summary>Leads under a number; acts once the journal has it.</summary>
    private void Start(SupervisorMessage.LeaseAcquired acquired, long nowMs, List<SupervisorEffect> effects)
    {
        Stop(effects);
        (ModelShape? model, int expected) = (_memory.Model, _memory.NodesExpected);
        (_lease, _untilMs, _holder, State) = (acquired.Lease, acquired.UntilMs, acquired.Holder, acquired.State);
        (_observed, _membership, _isConfirmed, _isChanged, _lookedMs) = (new(), new(), false, true, nowMs);
        _memory = new(nowMs) { Desk = mind.Plans ? _desk : null, Model = model ?? acquired.State.Model, NodesExpected = expected };
        _scaling = new();
        _desk.Begin(nowMs);
        _observed.Begin(State, nowMs);
        ResetMaps();
    }

    private void Stop(List<SupervisorEffect> effects)
    {
        if (_lease == 0)
            return;
        (_lease, _isConfirmed, _retryMs) = (0, false, long.MaxValue);
        if (_pending is { Outcome: not null })
            effects.Add(new SupervisorEffect.Answer(_pending.Batch.Id, new(OutcomeCode.NoLeader, "this supervisor lost its lease while the journal had the command; submit it again under the same id")));
        _pending = null;
        _scales.Clear();
        _refusals.Clear();
        while (_waiting.TryDequeue(out AdminRequest? request))
            effects.Add(new SupervisorEffect.Answer(request.Id, NotLeading));
    }

    private static CommandOutcome NotLeading { get; } = new(OutcomeCode.NoLeader, "this supervisor doesn't lead");

    /// <summary>
    /// 1. Who counts, and whether to freeze. 2. The next append: what the leader decides by itself, then the next command. 3. Commands to nodes.
    /// 4. The next map, which doesn't count on what a node was just told to unload.
    /// </summary>
    private void Advance(long nowMs, List<SupervisorEffect> effects)
    {
        Retry(nowMs, effects);
        if (!_isConfirmed)
        {
            if (_pending is null)
                Append([new ControlEvent.LeaseTaken(_lease, _holder)], null, null, effects);
            return;
        }
        UpdateMembership(nowMs, effects);
        Scale(nowMs);
        if (!_isChanged && _waiting.Count == 0 && _scales.Count == 0 && nowMs - _lookedMs < SupervisionTimes.LookEvery(State.Nodes.Count))
            return;
        // A claim ends with time alone where its router hangs.
        bool isChanged = _isChanged || _observed.HasClaims;
        // A map that waits for its time is looked for again at the next tick.
        (_isChanged, _lookedMs) = (isChanged && (Map is null || nowMs - _publishedMs < SupervisionTimes.PublishMs), nowMs);
        _observed.Index.Update(State);
        if (_pending is null)
            DecideNext(nowMs, effects);
        SendQuestion(effects);
        SendCommands(nowMs, effects);
        if (isChanged)
            PublishNext(nowMs, effects);
        NoteLagging(nowMs, effects);
    }

    private void UpdateMembership(long nowMs, List<SupervisorEffect> effects)
    {
        bool wasFrozen = _membership.IsFrozen;
        _membership.Update(State, _observed, nowMs);
        (_observed.IsFrozen, _observed.NowMs) = (_membership.IsFrozen, nowMs);
        _isChanged |= wasFrozen != _membership.IsFrozen;
        if (wasFrozen != _membership.IsFrozen)
            effects.Add(new SupervisorEffect.FreezeChanged(_membership.IsFrozen, $"{_membership.Lost.Count} of {State.Nodes.Count} nodes look lost"));
    }

    private void DecideNext(long nowMs, List<SupervisorEffect> effects)
    {
        IReadOnlyList<ControlEvent> own = Proposals.Collect(State, _observed, _membership, _memory, nowMs);
        if (own.Count > 0)
        {
            Append(own, null, null, effects);
            return;
        }
        Autoscale(effects);
        while (_pending is null && _waiting.TryDequeue(out AdminRequest? request))
            Decide(request, effects);
    }

    private void Decide(AdminRequest request, List<SupervisorEffect> effects)
    {
        Decision decision = Decider.Decide(State, request.Command, new(_membership.Lost, _membership.IsFrozen, _memory.Load));
        if (request.DryRun || decision.Events.Count == 0)
            effects.Add(new SupervisorEffect.Answer(request.Id, request.DryRun ? decision.Outcome with { Operation = default } : decision.Outcome));
        else
            Append(decision.Events, request.Id, decision.Outcome, effects);
    }
}
