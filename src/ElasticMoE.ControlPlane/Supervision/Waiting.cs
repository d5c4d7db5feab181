using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Control;

namespace ElasticMoE.ControlPlane.Supervision;

/// <summary>Who waits for answers to commands and for ends of operations.</summary>
internal sealed class Waiting
{
    private readonly Dictionary<EventId, TaskCompletionSource<CommandOutcome>> _requests = [];
    private readonly Dictionary<OperationId, TaskCompletionSource<CommandOutcome>> _operations = [];
    private readonly Lock _gate = new();
    private string? _ended;

    /// <summary>The answer to a request, and whether nobody waited for it yet. Null where too many wait already.</summary>
    public (Task<CommandOutcome> Answer, bool IsFirst)? Await(EventId request)
    {
        lock (_gate)
        {
            if (_ended is { } cause)
                return (Task.FromResult(new CommandOutcome(OutcomeCode.NoLeader, cause)), false);
            if (_requests.TryGetValue(request, out var known))
                return (known.Task, false);
            if (_requests.Count == Limits.WaitingCommandsMax)
                return null;
            return ((_requests[request] = New()).Task, true);
        }
    }

    /// <summary>The end of an operation that is under way.</summary>
    public Task<CommandOutcome> Await(OperationId operation)
    {
        lock (_gate)
        {
            if (_ended is { } cause)
                return Task.FromResult(new CommandOutcome(OutcomeCode.NoLeader, cause));
            if (!_operations.TryGetValue(operation, out var known))
                _operations[operation] = known = New();
            return known.Task;
        }
    }

    public void Answer(EventId request, CommandOutcome outcome)
    {
        lock (_gate)
        {
            if (_requests.Remove(request, out var waiting))
                waiting.SetResult(outcome);
        }
    }

    public void End(OperationId operation, CommandOutcome outcome)
    {
        lock (_gate)
        {
            if (_operations.Remove(operation, out var waiting))
                waiting.SetResult(outcome);
        }
    }

    /// <summary>Nobody answers any more.</summary>
    public void End(string cause)
    {
        lock (_gate)
        {
            _ended = cause;
            foreach (TaskCompletionSource<CommandOutcome> waiting in _requests.Values.Concat(_operations.Values))
                waiting.SetResult(new(OutcomeCode.NoLeader, cause));
            _requests.Clear();
            _operations.Clear();
        }
    }

    private static TaskCompletionSource<CommandOutcome> New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
