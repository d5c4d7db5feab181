using System.Runtime.CompilerServices;
using System.Threading.Channels;
using ElasticMoE.Actors;
using ElasticMoE.Actors.Mailboxes;
using ElasticMoE.Actors.Supervision;
using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Control;
using ElasticMoE.DataPlane.Hosting;

namespace ElasticMoE.Node.Hosting;

using HostingActor = Actor<(bool OfReplica, ExpertVersion Replica, HostingEventKind Kind), HostingEvent, HostingEffect>;
using HostingMailbox = Mailbox<(bool OfReplica, ExpertVersion Replica, HostingEventKind Kind), HostingEvent>;

/// <summary>Carries out commands about a node's replicas, and says what the node holds.</summary>
internal sealed class NodeAgent : INodeAgent, IDisposable
{
    /// <summary>Two transfers or loads at once: one waits for its disk while the other is checked.</summary>
    private const int LoadsAtOnce = 2;

    private static readonly TimeSpan s_reportEvery = TimeSpan.FromSeconds(1);

    private readonly NodeAgentOptions _options;
    private readonly HostingMachine _machine;
    private readonly HostingMailbox _mailbox = new(commandsMax: 1, keysMax: 2 * Limits.ReplicasOnTheWayMax);
    private readonly LoadThreads _threads = new(LoadsAtOnce);
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Channel<bool>> _listeners = [];
    private readonly Lock _gate = new();

    public NodeAgent(NodeAgentOptions options)
    {
        _options = options;
        _machine = new(options.Replicas, options.Description.Identity, options.Description.BudgetBytes);
        var actor = new HostingActor("replicas", _mailbox, options.Clock,
            () => new HostingLoop(change => options.Server.Change(_ => change()), options.Replicas, _machine),
            context => new HostingPerformer(context, options, _threads, Announce, _stop.Token));
        options.Server.ReplicasChanged = Changed;
        Running = new ActorGroup("node agent", [actor], new RestartPolicy(), options.Clock, options.Log).RunAsync(_stop.Token);
    }

    public NodeDescription Description => _options.Description;

    /// <summary>Ends with the agent; faulted where it can't go on.</summary>
    public Task Running { get; }

    public long Fence(long lease) => _options.Server.Locked(() => _machine.Fence(lease));

    public CommandReceipt Submit(ReplicaCommand command)
    {
        CommandReceipt receipt = _options.Server.Locked(() => _machine.Submit(command));
        if (receipt == CommandReceipt.Taken)
            Changed();
        return receipt;
    }

    public NodeReport Observe() => _options.Server.Locked(_machine.Report);

    /// <summary>Makes the replicas what the node held before, or is to hold at first, and waits until none is on its way.</summary>
    /// <exception cref="InputException">They don't fit into the node's memory, or into the model.</exception>
    public async Task RestoreAsync(IReadOnlyList<HeldReplica> assignment, CancellationToken cancelled)
    {
        foreach (HeldReplica assigned in assignment)
        {
            CommandReceipt receipt = _options.Server.Locked(() => _machine.Restore(assigned));
            if (receipt != CommandReceipt.Taken)
                throw new InputException($"node {Description.Node}", $"can't hold expert {assigned.Replica}: {Refusal(receipt)}");
        }
        Changed();
        await foreach (NodeReport report in Reports(cancelled).ConfigureAwait(false))
        {
            if (!report.Replicas.Any(replica => replica.Phase is ReplicaPhase.Fetching or ReplicaPhase.Waking))
                return;
        }
    }

    public async IAsyncEnumerable<NodeReport> Reports([EnumeratorCancellation] CancellationToken cancel)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancel, _stop.Token);
        var changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        lock (_gate)
            _listeners.Add(changes);
        await using ITimer timer = _options.Clock.CreateTimer(_ => changes.Writer.TryWrite(true), null, s_reportEvery, s_reportEvery);
        try
        {
            changes.Writer.TryWrite(true);
            while (await NextAsync(changes, ends.Token, cancel).ConfigureAwait(false))
                yield return Observe();
        }
        finally
        {
            lock (_gate)
                _listeners.Remove(changes);
        }
    }

    public void Dispose()
    {
        _options.Server.ReplicasChanged = null;
        _stop.Cancel();
        _threads.Dispose();
        // What it failed of was logged, and whoever watches it knows.
        ((IAsyncResult)Running).AsyncWaitHandle.WaitOne();
    }

    private static async Task<bool> NextAsync(Channel<bool> changes, CancellationToken ends, CancellationToken cancel)
    {
        try
        {
            return await changes.Reader.ReadAsync(ends).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return false;
        }
    }

    private string Refusal(CommandReceipt receipt) => receipt switch
    {
        CommandReceipt.OverBudget => $"with it the node's replicas would take more than its {Description.BudgetBytes} bytes",
        CommandReceipt.UnknownExpert => "the model has no such expert",
        _ => receipt.ToString(),
    };

    private void Changed()
    {
        var changed = new HostingEvent(HostingEventKind.Changed);
        _mailbox.Observe(changed.Key, changed);
    }

    private void Announce()
    {
        lock (_gate)
        {
            foreach (Channel<bool> listener in _listeners)
                listener.Writer.TryWrite(true);
        }
    }
}
