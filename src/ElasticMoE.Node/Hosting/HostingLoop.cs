using ElasticMoE.Actors;
using ElasticMoE.Contracts.Control;
using ElasticMoE.DataPlane.Hosting;

namespace ElasticMoE.Node.Hosting;

/// <summary>
/// A node's replicas as an actor's machine: hands what happened to the table, and collects what is to be done. The table is shared with the
/// serving side, so each message is handled under that side's lock.
/// </summary>
/// <param name="locked">Runs something under the lock.</param>
/// <param name="table">The replicas.</param>
/// <param name="machine">Takes commands about them.</param>
internal sealed class HostingLoop(Action<Action> locked, ReplicaTable table, HostingMachine machine) : IMachine<HostingEvent, HostingEffect>
{
    private readonly List<ReplicaTask> _tasks = [];
    private long _changesAnnounced = -1;
    private long _commandsSaved;
    private bool _checking;

    public void Handle(HostingEvent message, long nowUs, List<HostingEffect> effects) => locked(() =>
    {
        Tell(message, effects);
        table.TakeTasks(_tasks);
        effects.AddRange(_tasks.Select(ToEffect));
        _tasks.Clear();
        if (_commandsSaved != machine.CommandsTaken)
            effects.Add(new(HostingEffectKind.Save) { Assignment = machine.Assignment() });
        if (_changesAnnounced != table.Changes)
            effects.Add(new(HostingEffectKind.Announce));
        if (!_checking)
            effects.Add(new(HostingEffectKind.CheckLater));
        (_commandsSaved, _changesAnnounced, _checking) = (machine.CommandsTaken, table.Changes, true);
    });

    private void Tell(in HostingEvent message, List<HostingEffect> effects)
    {
        if (message.Kind == HostingEventKind.CheckDue)
        {
            effects.AddRange(table.Replicas.Where(replica => replica.Phase == ReplicaPhase.Warm).Select(replica => new HostingEffect(HostingEffectKind.Check, replica.Id)));
            _checking = false;
        }
        else if (message.Kind != HostingEventKind.Changed && table.Find(message.Replica) is { } replica)
        {
            Tell(message, replica);
        }
    }

    private void Tell(in HostingEvent message, Replica replica)
    {
        switch (message.Kind)
        {
            case HostingEventKind.Fetched: table.Fetched(replica); break;
            case HostingEventKind.Loaded: table.Loaded(replica, message.Stays); break;
            case HostingEventKind.Failed: table.Failed(replica, message.Cause!); break;
            case HostingEventKind.Damaged: table.Damaged(replica); break;
            case HostingEventKind.Evicted: table.Evicted(replica); break;
            default: throw new ArgumentOutOfRangeException(nameof(message));
        }
    }

    private static HostingEffect ToEffect(ReplicaTask task) => new(
        task.Step switch
        {
            ReplicaStep.Fetch => HostingEffectKind.Fetch,
            ReplicaStep.Load => HostingEffectKind.Load,
            _ => HostingEffectKind.Release,
        },
        task.Replica.Id)
    {
        Content = task.Replica.Content,
        Peers = task.Replica.Peers,
    };
}
