using ElasticMoE.Actors;
using ElasticMoE.Actors.Mailboxes;
using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Control;
using ElasticMoE.ControlPlane.Journals;
using ElasticMoE.Placement.Control.State;
using ElasticMoE.Placement.Control.Supervision;
using ElasticMoE.Placement.Planning;

namespace ElasticMoE.ControlPlane.Supervision;

/// <summary>
/// A supervisor: the shell around <see cref="SupervisorMachine"/>. One actor has the machine, another the lease; the journal is written on one
/// thread and the lease renewed on another. Where any of them fails the supervisor ends: its process starts again and replays the journal.
/// </summary>
public sealed class SupervisorShell : IClusterCommands, IDisposable
{
    private const int CommandsMax = 4 * Limits.WaitingCommandsMax;
    private const int KeysMax = 4 * (Limits.NodesMax + Limits.RoutersMax) + (1 << 16);
    private const int JournalWaitingMax = 64;

    // One question is out at a time; a supervisor that stops and leads again leaves one behind each time.
    private const int PlansWaitingMax = 64;
    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(50);

    private readonly SupervisorOptions _options;
    private readonly Mailbox<InputKey, SupervisorInput> _mailbox = new(CommandsMax, KeysMax);
    private readonly BlockingThread _journal;
    private readonly BlockingThread _planner;
    private readonly LeaseHolder _lease;
    private readonly ITimer _timer;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _actors;
    private TaskCompletionSource _appended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Begins; it leads once it has the lease and has replayed the journal.</summary>
    public SupervisorShell(SupervisorOptions options)
    {
        _options = options;
        _journal = new BlockingThread("journal", JournalWaitingMax, Fail);
        _planner = new BlockingThread("planner", PlansWaitingMax, Fail);
        var leadership = new Leadership(options, _journal, Post, Introduce);
        _lease = new LeaseHolder(options, leadership, Fail);
        var machine = new SupervisorMachine(new(Plans: true, options.Autoscales));
        var actor = new Actor<InputKey, SupervisorInput, SupervisorEffect>(
            "supervisor", _mailbox, options.Clock, () => new SupervisorLoop(machine, leadership.Again), _ => new SupervisorPerformer(options, this));
        Tell(new SupervisorMessage.ModelGiven(options.Model.Shape, options.Model.NodesExpected));
        _timer = options.Clock.CreateTimer(_ => Tell(new SupervisorMessage.Tick(options.Clock.GetUtcNow().ToUnixTimeMilliseconds())), null, s_tick, s_tick);
        _actors = Task.WhenAll(Watch(actor), Watch(_lease.Actor));
        Running = Task.WhenAny(_actors, _failed.Task).Unwrap();
    }

    /// <summary>Ends with the supervisor; faulted where it can't go on.</summary>
    public Task Running { get; }

    /// <summary>Messages that wait for the machine.</summary>
    public int MailboxDepth => _mailbox.Count;

    internal Waiting Waiting { get; } = new();

    /// <summary>Completes when the journal has more.</summary>
    internal Task NextAppend => Volatile.Read(ref _appended).Task;

    internal IJournal Journal => _options.Journal;

    /// <summary>Takes what is observed. Never waits.</summary>
    public void Tell(SupervisorMessage message)
    {
        var input = new SupervisorInput.Told(message);
        PostResult posted = InputKey.Of(message) is { } key ? _mailbox.Observe(key, input) : _mailbox.Command(input);
        if (posted == PostResult.Busy)
            Fail(new InvalidOperationException($"the supervisor's mailbox is full; lost: {message.GetType().Name}"));
    }

    /// <inheritdoc/>
    public async Task<CommandOutcome> SubmitAsync(AdminRequest request, CancellationToken cancel)
    {
        if (Waiting.Await(request.Id) is not { } waiting)
            return new(OutcomeCode.Busy, $"{Limits.WaitingCommandsMax} commands wait already");
        if (waiting.IsFirst)
            Tell(new SupervisorMessage.Submitted(request));
        return await waiting.Answer.WaitAsync(cancel).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<CommandOutcome> AwaitAsync(OperationId operation, CancellationToken cancel)
    {
        Task<CommandOutcome> end = await LookAsync(machine => EndOf(machine.State, operation)).WaitAsync(cancel).ConfigureAwait(false);
        return await end.WaitAsync(cancel).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer.Dispose();
        _stop.Cancel();
        // What it failed of was said by Running.
        ((IAsyncResult)_actors).AsyncWaitHandle.WaitOne();
        _planner.Dispose();
        _journal.Dispose();
        Waiting.End("this supervisor ends");
        _stop.Dispose();
    }

    /// <summary>Looks at the machine between two messages.</summary>
    internal Task<T> LookAsync<T>(Func<SupervisorMachine, T> look)
    {
        var seen = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var asked = new SupervisorInput.Asked(machine => Look(machine, look, seen));
        if (_mailbox.Command(asked) != PostResult.Accepted)
            seen.SetException(new InputException("supervisor", "has too much to do; try again", ExitCode.Unreachable));
        return seen.Task;
    }

    /// <summary>The journal has more.</summary>
    internal void NoteAppended() =>
        Interlocked.Exchange(ref _appended, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();

    internal void OnJournal(Action work) => _journal.Post(work);

    internal void OnPlanner(Action work) => _planner.Post(work);

    internal Func<PlacementProblem, PlacementPlan> Planner => _options.Planner;

    internal void StepDown() => _lease.Supersede();

    /// <summary>
    /// On the machine's own turn, after it has the lease: an introduction that took the place of one which still waits before the lease would be
    /// lost with it.
    /// </summary>
    private void Introduce()
    {
        Post(new SupervisorInput.Asked(_ => _options.Peers.Introduce(Tell)));
    }

    private void Post(SupervisorInput input)
    {
        if (_mailbox.Command(input) == PostResult.Busy)
            Fail(new InvalidOperationException("the supervisor's mailbox is full"));
    }

    /// <summary>What goes wrong in looking is the looker's.</summary>
    private static void Look<T>(SupervisorMachine machine, Func<SupervisorMachine, T> look, TaskCompletionSource<T> seen)
    {
        try
        {
            seen.SetResult(look(machine));
        }
        catch (InputException wrong)
        {
            seen.SetException(wrong);
        }
    }

    private Task<CommandOutcome> EndOf(ControlState state, OperationId operation)
    {
        if (!state.Operations.TryGetValue(operation, out OperationEntry? entry))
            return Task.FromResult(new CommandOutcome(OutcomeCode.UnknownOperation, $"nobody remembers operation {operation}"));
        return entry.Outcome is { } code
            ? Task.FromResult(new CommandOutcome(code, entry.Message, operation, []))
            : Waiting.Await(operation);
    }

    private async Task Watch(IActor actor)
    {
        await Task.Yield();
        try
        {
            await actor.RunAsync(_stop.Token).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            Fail(failure);
        }
    }

    private void Fail(Exception failure)
    {
        if (_failed.TrySetException(failure))
            Waiting.End($"this supervisor can't go on: {failure.Message}");
    }
}
