using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.DataPlane.Control;
using ElasticMoE.DataPlane.Handshakes;
using ElasticMoE.DataPlane.Links;
using ElasticMoE.DataPlane.Transport;
using ElasticMoE.Testing;

namespace ElasticMoE.DataPlane.Tests.Control;

/// <summary>A supervisor and a node over a link.</summary>
public sealed class ControlLinkTests : IDisposable
{
    private static readonly TimeSpan s_hang = TimeSpan.FromSeconds(30);
    private static readonly NodeIdentity s_node = new(new(4), new(44));

    private readonly TemporaryFolder _folder = new();
    private readonly BlockingCollection<RemoteNodeAgent> _joined = [], _left = [];
    private readonly ScriptedAgent _agent = new();
    private readonly LinkHub _node, _supervisor;

    public ControlLinkTests()
    {
        var address = new LinkAddress(LinkTransport.Unix, _folder.PathOf("node"));
        _node = new(new LinkOptions { Local = Local(s_node, PeerRole.Node), Receiver = new NodeControl(_agent, _ => { }) });
        _node.Listen(address);
        _supervisor = new(new LinkOptions { Local = Local(new(new(99), new(1)), PeerRole.Supervisor), Receiver = new RemoteNodes(_joined.Add, _left.Add) });
        _supervisor.Dial(address);
    }

    public void Dispose()
    {
        _supervisor.Dispose();
        _node.Dispose();
        _folder.Dispose();
        _joined.Dispose();
        _left.Dispose();
    }

    [Fact]
    public async Task CommandsGoThereAndReceiptsAndReportsComeBack()
    {
        RemoteNodeAgent remote = Take(_joined);
        Assert.Equal(_agent.Description, remote.Description);
        remote.Fence(5);
        var command = new ReplicaCommand(5, s_node, new(new(1, 2), 0), ReplicaAction.Wake, null, [new(7)]);
        Assert.Equal(CommandReceipt.Taken, remote.Submit(command));
        Assert.Equal(CommandReceipt.Taken, remote.Submit(command with { Lease = 4 }));
        using var guard = new CancellationTokenSource(s_hang);
        Assert.Equal(CommandReceipt.Taken, (await remote.Receipts.ReadAsync(guard.Token)).Receipt);
        (ReplicaCommand refused, CommandReceipt receipt) = await remote.Receipts.ReadAsync(guard.Token);
        Assert.Equal((4, CommandReceipt.StaleLease), (refused.Lease, receipt));
        Assert.Equal(5, remote.Lease);
        _agent.Report(1);
        await foreach (NodeReport report in remote.Reports(guard.Token))
        {
            Assert.Equal((s_node, 1), (report.Identity, report.Sequence));
            break;
        }
        Assert.Equal(1, remote.Observe().Sequence);
    }

    [Fact]
    public async Task WithTheLinkTheAgentEnds()
    {
        RemoteNodeAgent remote = Take(_joined);
        _node.Dispose();
        Assert.Same(remote, Take(_left));
        Assert.Equal(CommandReceipt.Busy, remote.Submit(new(1, s_node, default, ReplicaAction.Wake, null, [])));
        using var guard = new CancellationTokenSource(s_hang);
        await foreach (NodeReport report in remote.Reports(guard.Token))
            Assert.Fail($"a report of {report.Identity} from beyond");
        Assert.False(await remote.Receipts.WaitToReadAsync(guard.Token));
    }

    private static T Take<T>(BlockingCollection<T> from) => from.TryTake(out T? item, s_hang) ? item : throw new TimeoutException("nothing came");

    private static LocalPeer Local(NodeIdentity identity, PeerRole role) => new()
    {
        Identity = identity,
        Role = role,
        ModelDigest = new byte[LocalPeer.DigestBytes],
        KernelHash = new byte[LocalPeer.DigestBytes],
        Secret = new byte[LocalPeer.SecretBytesMin],
    };

    /// <summary>Takes every command of the newest lease, and reports when it is told to.</summary>
    private sealed class ScriptedAgent : INodeAgent
    {
        private readonly Channel<NodeReport> _reports = Channel.CreateUnbounded<NodeReport>();
        private long _lease;

        public NodeDescription Description { get; } = new(s_node, "unix:somewhere", "zone", "host", 1000);

        public long Fence(long lease) => _lease = Math.Max(_lease, lease);

        public CommandReceipt Submit(ReplicaCommand command) => command.Lease < _lease ? CommandReceipt.StaleLease : CommandReceipt.Taken;

        public void Report(long sequence) => _reports.Writer.TryWrite(Observe() with { Sequence = sequence });

        public NodeReport Observe() => new(s_node, _lease, 0, 0, 1000, []);

        public async IAsyncEnumerable<NodeReport> Reports([EnumeratorCancellation] CancellationToken cancel)
        {
            await foreach (NodeReport report in _reports.Reader.ReadAllAsync(cancel))
                yield return report;
        }
    }
}
