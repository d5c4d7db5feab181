using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Control;
using ElasticMoE.Placement.Control.Reconciling;
using ElasticMoE.Placement.Control.State;

namespace ElasticMoE.Placement.Control.Supervision;

public sealed partial class SupervisorMachine
{
    /// <summary>From one snapshot to the next: replaying so many batches takes well under a second.</summary>
    private const int SnapshotEvery = 1000;

    private void Submit(AdminRequest request, List<SupervisorEffect> effects)
    {
        if (_lease == 0)
            effects.Add(new SupervisorEffect.Answer(request.Id, NotLeading));
        else if (State.AppliedIds.TryGetValue(request.Id, out OperationId operation))
            effects.Add(new SupervisorEffect.Answer(request.Id, Remembered(operation)));
        else if (_pending?.Batch.Id == request.Id || _waiting.Any(known => known.Id == request.Id))
            return;
        else if (_waiting.Count >= Limits.WaitingCommandsMax)
            effects.Add(new SupervisorEffect.Answer(request.Id, new(OutcomeCode.Busy, $"{Limits.WaitingCommandsMax} commands wait already")));
        else
            _waiting.Enqueue(request);
    }

    private CommandOutcome Remembered(OperationId operation)
    {
        if (operation == default || !State.Operations.TryGetValue(operation, out var entry))
            return new(OutcomeCode.Done, "it was done when it was submitted before");
        return new(entry.Outcome ?? OutcomeCode.Accepted, entry.IsUnderWay ? entry.Subject : entry.Message, operation, []);
    }

    private void Append(IReadOnlyList<ControlEvent> events, EventId? id, CommandOutcome? outcome, List<SupervisorEffect> effects)
    {
        var batch = new EventBatch(id ?? new EventId((ulong)_lease, ++_ownIds), _unixMs, events);
        _pending = new(batch, outcome);
        _retryMs = long.MaxValue;
        effects.Add(new SupervisorEffect.Append(State.Index + 1, _lease, batch));
    }

    private void Retry(long nowMs, List<SupervisorEffect> effects)
    {
        if (_pending is null || nowMs < _retryMs)
            return;
        _retryMs = long.MaxValue;
        effects.Add(new SupervisorEffect.Append(State.Index + 1, _lease, _pending.Batch));
    }

    private void TakeJournal(SupervisorMessage message, long nowMs, List<SupervisorEffect> effects)
    {
        switch (message)
        {
            case SupervisorMessage.Appended appended when appended.Id == _pending?.Batch.Id:
                Commit(effects);
                break;
            case SupervisorMessage.AppendFailed failed when failed.Id == _pending?.Batch.Id:
                Abandon(failed.Cause, nowMs, effects);
                break;
            case SupervisorMessage.AppendFenced fenced when fenced.Id == _pending?.Batch.Id:
                effects.Add(new SupervisorEffect.StepDown("the journal has another lease number"));
                Stop(effects);
                break;
            case SupervisorMessage.AppendUnknown unknown when unknown.Id == _pending?.Batch.Id:
                _retryMs = nowMs + SupervisionTimes.RetryAppendMs;
                break;
        }
    }

    /// <summary>What is journaled is so: only now the state changes and the sender is answered.</summary>
    private void Commit(List<SupervisorEffect> effects)
    {
        (EventBatch batch, CommandOutcome? outcome) = (_pending!.Batch, _pending.Outcome);
        _pending = null;
        ControlState before = State;
        (State, _isChanged) = (State.Apply(batch), true);
        foreach (ControlEvent one in batch.Events)
            Tell(one, before, effects);
        if (outcome is not null)
            effects.Add(new SupervisorEffect.Answer(batch.Id, outcome));
        if (State.Index % SnapshotEvery == 0)
            effects.Add(new SupervisorEffect.SaveSnapshot(State));
    }

    private void Tell(ControlEvent one, ControlState before, List<SupervisorEffect> effects)
    {
        switch (one)
        {
            case ControlEvent.LeaseTaken taken when taken.Lease == _lease:
                _isConfirmed = true;
                foreach (var seen in _observed.Nodes.Values.Where(seen => seen.IsConnected))
                    effects.Add(new SupervisorEffect.Fence(seen.Description!.Identity, _lease));
                break;
            case ControlEvent.OperationEnded ended:
                effects.Add(new SupervisorEffect.Ended(ended.Operation, new(ended.Code, ended.Message, ended.Operation, [])));
                break;
            case ControlEvent.RevisionRetired { Forced: true } retired:
                effects.Add(new SupervisorEffect.FailBound(retired.Revision, RevisionEnd.Of(before, retired.Revision)));
                break;
        }
    }

    /// <summary>The journal refuses: nothing has changed. What the leader wanted by itself it will want again.</summary>
    private void Abandon(string cause, long nowMs, List<SupervisorEffect> effects)
    {
        if (_pending!.Outcome is null)
        {
            _retryMs = nowMs + SupervisionTimes.ResendMs;
            AnswerWaiting(cause, effects);
            return;
        }
        effects.Add(new SupervisorEffect.Answer(_pending.Batch.Id, new(OutcomeCode.JournalUnreachable, $"the journal refuses: {cause}")));
        _pending = null;
    }

    private void AnswerWaiting(string cause, List<SupervisorEffect> effects)
    {
        while (_waiting.TryDequeue(out AdminRequest? request))
            effects.Add(new SupervisorEffect.Answer(request.Id, new(OutcomeCode.JournalUnreachable, $"the journal refuses: {cause}")));
    }
}
