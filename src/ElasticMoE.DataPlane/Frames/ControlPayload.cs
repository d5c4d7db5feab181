using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;

namespace ElasticMoE.DataPlane.Frames;

/// <summary>What the supervisor and a node say to each other; docs/wire.md has the bytes. Reading throws <see cref="FrameFault"/> at whatever isn't so.</summary>
public static class ControlPayload
{
    private const byte TookOverFlag = 1;
    private const int ReplicaReportBytesMin = 32, NodeBytes = 4, VersionBytes = 8, ExpertBytes = 4, RevisionBytesMin = 12;

    /// <summary>A lease number.</summary>
    public static byte[] WriteLease(long lease)
    {
        var to = new WireWriter();
        to.I64(lease);
        return to.ToArray();
    }

    /// <summary>A lease number.</summary>
    public static long ReadLease(ReadOnlySpan<byte> payload)
    {
        var from = new WireReader(payload);
        long lease = from.I64();
        from.End();
        return lease > 0 ? lease : throw new FrameFault($"lease number {lease}");
    }

    /// <summary>A command.</summary>
    public static byte[] Write(ReplicaCommand command)
    {
        var to = new WireWriter();
        to.I64(command.Lease);
        to.Identity(command.Target);
        to.Replica(command.Replica);
        to.Byte((byte)command.Action);
        to.Byte((byte)(command.Content is null ? 0 : 1));
        to.Digest(command.Content ?? default);
        to.I32(command.Peers.Count);
        foreach (NodeId peer in command.Peers)
            to.I32(peer.Value);
        return to.ToArray();
    }

    /// <summary>A command.</summary>
    public static ReplicaCommand ReadCommand(ReadOnlySpan<byte> payload)
    {
        var from = new WireReader(payload);
        (long lease, NodeIdentity target, ExpertVersion replica, ReplicaAction action) = (from.I64(), from.Identity(), from.Replica(), from.Named<ReplicaAction>());
        bool hasContent = from.Byte() switch { 0 => false, 1 => true, var other => throw new FrameFault($"{other} where 0 or 1 is spoken") };
        ContentDigest content = from.Digest();
        var peers = new NodeId[from.Count(NodeBytes)];
        for (int i = 0; i < peers.Length; i++)
            peers[i] = from.Node();
        from.End();
        return new(lease, target, replica, action, hasContent ? content : null, peers);
    }

    /// <summary>A receipt.</summary>
    public static CommandReceipt ReadReceipt(ReadOnlySpan<byte> payload)
    {
        var from = new WireReader(payload);
        CommandReceipt receipt = from.Named<CommandReceipt>();
        from.End();
        return receipt;
    }

    /// <summary>Where a node is, and its memory.</summary>
    public static byte[] Write(NodeDescription description)
    {
        var to = new WireWriter();
        Put(to, description);
        return to.ToArray();
    }

    /// <summary>Where a node is, and its memory.</summary>
    public static NodeDescription ReadDescription(ReadOnlySpan<byte> payload)
    {
        var from = new WireReader(payload);
        NodeDescription description = TakeDescription(ref from);
        from.End();
        return description;
    }

    /// <summary>What a node holds.</summary>
    public static byte[] Write(NodeReport report)
    {
        var to = new WireWriter();
        to.Identity(report.Identity);
        to.I64(report.Lease);
        to.I64(report.Sequence);
        to.I64(report.ResidentBytes);
        to.I64(report.BudgetBytes);
        to.I32(report.Replicas.Count);
        foreach (ReplicaReport replica in report.Replicas)
            Write(to, replica);
        return to.ToArray();
    }

    /// <summary>What a node holds.</summary>
    public static NodeReport ReadReport(ReadOnlySpan<byte> payload)
    {
        var from = new WireReader(payload);
        (NodeIdentity identity, long lease, long sequence, long resident, long budget) = (from.Identity(), from.I64(), from.I64(), from.I64(), from.I64());
        var replicas = new ReplicaReport[from.Count(ReplicaReportBytesMin)];
        for (int i = 0; i < replicas.Length; i++)
            replicas[i] = ReadReplica(ref from);
        from.End();
        return new(identity, lease, sequence, resident, budget, replicas);
    }

    internal static void Put(WireWriter to, NodeDescription description)
    {
        to.Identity(description.Identity);
        to.I64(description.BudgetBytes);
        to.Text(description.Address);
        to.Text(description.Zone);
        to.Text(description.Host);
    }

    internal static NodeDescription TakeDescription(ref WireReader from)
    {
        (NodeIdentity identity, long budget) = (from.Identity(), from.I64());
        return new NodeDescription(identity, from.Text(), from.Text(), from.Text(), budget);
    }

    internal static void Put(WireWriter to, IReadOnlyList<RevisionVersions> revisions)
    {
        to.I32(revisions.Count);
        foreach (RevisionVersions revision in revisions)
        {
            to.I32(revision.Revision.Value);
            to.I32(revision.Updated.Count);
            foreach (ExpertVersion updated in revision.Updated)
                to.Replica(updated);
            to.I32(revision.Pruned.Count);
            foreach (ExpertId pruned in revision.Pruned)
                to.Expert(pruned);
        }
    }

    internal static IReadOnlyList<RevisionVersions> TakeRevisions(ref WireReader from)
    {
        var revisions = new RevisionVersions[from.Count(RevisionBytesMin)];
        for (int i = 0; i < revisions.Length; i++)
        {
            var revision = new Revision(from.I32());
            var updated = new ExpertVersion[from.Count(VersionBytes)];
            for (int u = 0; u < updated.Length; u++)
                updated[u] = from.Replica();
            var pruned = new ExpertId[from.Count(ExpertBytes)];
            for (int p = 0; p < pruned.Length; p++)
                pruned[p] = from.Expert();
            CheckAscending(updated);
            revisions[i] = new(revision, updated, pruned);
        }
        return revisions;
    }

    private static void Write(WireWriter to, ReplicaReport replica)
    {
        to.Replica(replica.Replica);
        to.Byte((byte)replica.Phase);
        to.Byte(replica.TookOver ? TookOverFlag : (byte)0);
        to.I64(replica.Bytes);
        to.I32(replica.Holds);
        to.I64(replica.RowsServed);
        to.Text(replica.Cause ?? "");
    }

    private static ReplicaReport ReadReplica(ref WireReader from)
    {
        (ExpertVersion replica, ReplicaPhase phase, byte flags) = (from.Replica(), from.Named<ReplicaPhase>(), from.Byte());
        (long bytes, int holds, long rows, string cause) = (from.I64(), from.I32(), from.I64(), from.Text());
        return new(replica, phase, bytes, holds, rows, (flags & TookOverFlag) != 0, cause.Length > 0 ? cause : null);
    }

    /// <summary>Versions are found by halving; out of order, they would not be found.</summary>
    private static void CheckAscending(ExpertVersion[] updated)
    {
        for (int i = 1; i < updated.Length; i++)
        {
            if (updated[i].Expert.CompareTo(updated[i - 1].Expert) <= 0)
                throw new FrameFault("updated experts that are not in ascending order");
        }
    }
}
