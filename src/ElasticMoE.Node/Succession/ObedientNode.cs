using System.Runtime.CompilerServices;
using System.Threading.Channels;
using ElasticMoE.Contracts.Control;

namespace ElasticMoE.Node.Succession;

/// <summary>A node that holds nothing and says that it does whatever it is told.</summary>
internal sealed class ObedientNode(NodeDescription description) : INodeAgent
{
    private const long ReplicaBytes = 1;

    private readonly SortedDictionary<ExpertVersion, ReplicaPhase> _phases = [];
    private readonly List<Channel<NodeReport>> _readers = [];
    private readonly Lock _gate = new();
    private long _lease;
    private long _sequence;

    public NodeDescription Description => description;

    public long Fence(long lease)
    {
        lock (_gate)
            return _lease = Math.Max(_lease, lease);
    }

    public CommandReceipt Submit(ReplicaCommand command)
    {
        lock (_gate)
        {
            _phases[command.Replica] = command.Action switch
            {
                ReplicaAction.Wake => ReplicaPhase.Awake,
                ReplicaAction.Load or ReplicaAction.Sleep => ReplicaPhase.Warm,
                _ => ReplicaPhase.Cold,
            };
            NodeReport report = Report();
            foreach (Channel<NodeReport> reader in _readers)
                reader.Writer.TryWrite(report);
        }
        return CommandReceipt.Taken;
    }

    public NodeReport Observe()
    {
        lock (_gate)
            return Report();
    }

    public async IAsyncEnumerable<NodeReport> Reports([EnumeratorCancellation] CancellationToken cancel)
    {
        var reader = Channel.CreateBounded<NodeReport>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
        lock (_gate)
        {
            reader.Writer.TryWrite(Report());
            _readers.Add(reader);
        }
        await foreach (NodeReport report in reader.Reader.ReadAllAsync(cancel).ConfigureAwait(false))
            yield return report;
    }

    private NodeReport Report()
    {
        ReplicaReport[] replicas = [.. _phases.Select(held => new ReplicaReport(held.Key, held.Value, held.Value == ReplicaPhase.Cold ? 0 : ReplicaBytes, 0, 0, false, null))];
        return new(description.Identity, _lease, ++_sequence, replicas.Sum(replica => replica.Bytes), description.BudgetBytes, replicas);
    }
}
