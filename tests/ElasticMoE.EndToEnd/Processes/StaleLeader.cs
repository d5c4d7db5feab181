using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.Contracts.Experts;
using ElasticMoE.ControlPlane.Journals;
using ElasticMoE.ControlPlane.Journals.Postgres;
using ElasticMoE.DataPlane.Control;
using ElasticMoE.DataPlane.Handshakes;
using ElasticMoE.DataPlane.Links;
using ElasticMoE.DataPlane.Transport;
using ElasticMoE.Node.Clusters;

namespace ElasticMoE.EndToEnd.Processes;

/// <summary>Somebody who believes that he leads under a number that is no longer the newest: an append and a command of his are refused.</summary>
internal static class StaleLeader
{
    private static readonly TimeSpan s_hang = TimeSpan.FromSeconds(60);

    /// <summary>Tries both.</summary>
    /// <param name="folder">The cluster's.</param>
    /// <param name="mini">Its model.</param>
    /// <param name="journal">Where it journals.</param>
    /// <param name="stale">The number.</param>
    public static async Task IsRefusedAsync(string folder, MiniModel mini, string journal, long stale)
    {
        using (PostgresJournal opened = PostgresJournal.Open(PostgresAddress.ToConnection(journal)))
            Assert.Equal(JournalOutcome.Refused, opened.Append(stale, opened.ReadHead().Value.Last, [new JournalEntry(Guid.NewGuid(), [1])]).Outcome);
        var joined = new TaskCompletionSource<RemoteNodeAgent>(TaskCreationOptions.RunContinuationsAsynchronously);
        LocalPeer late = LocalPeers.Create(PeerNumbers.Supervisor(7), PeerRole.Supervisor, mini.Model.Digest, new ClusterFolder(folder).ReadSecret(), WireFormatNames.Parse(null));
        using var hub = new LinkHub(new LinkOptions { Local = late, Receiver = new RemoteNodes(node => joined.TrySetResult(node), _ => { }) });
        hub.Dial(LinkAddress.Parse($"unix:{Path.Combine(folder, "node-0.sock")}"));
        RemoteNodeAgent node = await joined.Task.WaitAsync(s_hang);
        node.Submit(new ReplicaCommand(stale, node.Description.Identity, new(new ExpertId(1, 3), 0), ReplicaAction.Unload, null, []));
        using var guard = new CancellationTokenSource(s_hang);
        Assert.Equal(CommandReceipt.StaleLease, (await node.Receipts.ReadAsync(guard.Token)).Receipt);
    }
}
