using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.Contracts.Experts;

namespace ElasticMoE.DataPlane.Frames;

/// <summary>What the supervisor and a router say to each other; docs/wire.md has the bytes. Reading throws <see cref="FrameFault"/> at whatever isn't so.</summary>
public static class MapPayload
{
    private const int NodeBytes = 4, IdentityBytes = 12, DescriptionBytesMin = 26, ReplicaBytes = 8, PlacementBytesMin = 16, RevisionBytes = 4, LoadBytes = 12;

    /// <summary>A whole map.</summary>
    public static byte[] Write(ClusterMap map)
    {
        var to = new WireWriter();
        Put(to, map.Epoch);
        to.I64((long)map.Digest);
        Put(to, map.Nodes);
        Put(to, map.Replicas);
        ControlPayload.Put(to, map.Revisions);
        TeamPayload.Put(to, map.Teams);
        return to.ToArray();
    }

    /// <summary>A whole map, whose digest is right.</summary>
    public static ClusterMap ReadMap(ReadOnlySpan<byte> payload)
    {
        var from = new WireReader(payload);
        (Epoch epoch, ulong digest) = (TakeEpoch(ref from), (ulong)from.I64());
        (IReadOnlyList<NodeDescription> nodes, IReadOnlyList<WantedReplicas> replicas, IReadOnlyList<RevisionVersions> revisions) =
            (TakeNodes(ref from), TakePlacements(ref from), TakeLiveRevisions(ref from));
        ExpertTeam[] teams = TeamPayload.Take(ref from);
        from.End();
        try
        {
            var map = new ClusterMap(epoch, nodes, replicas, revisions) { Teams = teams };
            return map.Digest == digest ? map : throw new FrameFault("a map whose digest is another's");
        }
        catch (InputException wrong)
        {
            throw new FrameFault($"a map that contradicts itself: {wrong.Message}");
        }
    }

    /// <summary>What changes from one map to a newer one.</summary>
    public static byte[] Write(MapDelta delta)
    {
        var to = new WireWriter();
        Put(to, delta.From);
        Put(to, delta.To);
        to.I64((long)delta.Digest);
        Put(to, delta.Nodes);
        to.I32s([.. delta.NodesGone.Select(node => node.Value)]);
        Put(to, delta.Replicas);
        Put(to, delta.ReplicasGone);
        ControlPayload.Put(to, delta.Revisions);
        to.Flag(delta.Teams is not null);
        if (delta.Teams is { } teams)
            TeamPayload.Put(to, teams);
        return to.ToArray();
    }

    /// <summary>What changes from one map to a newer one.</summary>
    public static MapDelta ReadDelta(ReadOnlySpan<byte> payload)
    {
        var from = new WireReader(payload);
        (Epoch before, Epoch after, ulong digest) = (TakeEpoch(ref from), TakeEpoch(ref from), (ulong)from.I64());
        (IReadOnlyList<NodeDescription> nodes, IReadOnlyList<NodeId> gone) = (TakeNodes(ref from), TakeNumbers(ref from));
        (IReadOnlyList<WantedReplicas> replicas, IReadOnlyList<ExpertVersion> replicasGone) = (TakePlacements(ref from), TakeReplicas(ref from));
        IReadOnlyList<RevisionVersions> revisions = TakeLiveRevisions(ref from);
        ExpertTeam[]? teams = from.Flag() ? TeamPayload.Take(ref from) : null;
        from.End();
        return new(before, after, nodes, gone, replicas, replicasGone, revisions, digest) { Teams = teams };
    }

    /// <summary>What a router observes.</summary>
    public static byte[] Write(RouterReport report)
    {
        var to = new WireWriter();
        to.I32(report.Identity.Router);
        to.I64((long)report.Identity.Incarnation.Value);
        to.I64(report.Sequence);
        Put(to, report.Acknowledged);
        to.I32(report.Unreachable.Count);
        foreach (NodeIdentity node in report.Unreachable)
            to.Identity(node);
        Put(to, report.Claims);
        to.I32s([.. report.Bound.Select(revision => revision.Value)]);
        to.I32(report.Load.Count);
        foreach (ExpertLoad load in report.Load)
        {
            to.Expert(load.Expert);
            to.I64(load.Rows);
        }
        return to.ToArray();
    }

    /// <summary>What a router observes.</summary>
    public static RouterReport ReadReport(ReadOnlySpan<byte> payload)
    {
        var from = new WireReader(payload);
        var identity = new RouterIdentity(from.I32(), new((ulong)from.I64()));
        if ((uint)identity.Router >= Limits.RoutersMax)
            throw new FrameFault($"router {identity.Router}, out of range");
        (long sequence, Epoch acknowledged) = (from.I64(), TakeEpoch(ref from));
        var unreachable = new NodeIdentity[from.Count(IdentityBytes)];
        for (int i = 0; i < unreachable.Length; i++)
            unreachable[i] = from.Identity();
        IReadOnlyList<ExpertVersion> claims = TakeReplicas(ref from);
        var bound = new Revision[from.Count(RevisionBytes)];
        for (int i = 0; i < bound.Length; i++)
            bound[i] = new(from.I32());
        var load = new ExpertLoad[from.Count(LoadBytes)];
        for (int i = 0; i < load.Length; i++)
            load[i] = new(from.Expert(), from.I64());
        from.End();
        return new(identity, sequence, acknowledged, unreachable, claims, bound, load);
    }

    /// <summary>A revision's end.</summary>
    /// <param name="revision">Which one.</param>
    /// <param name="cause">What ended it, in one line.</param>
    public static byte[] Write(Revision revision, string cause)
    {
        var to = new WireWriter();
        to.I32(revision.Value);
        to.Text(cause);
        return to.ToArray();
    }

    /// <summary>A revision's end, and its cause.</summary>
    public static (Revision Revision, string Cause) ReadEnd(ReadOnlySpan<byte> payload)
    {
        var from = new WireReader(payload);
        (Revision, string) end = (new(from.I32()), from.Text());
        from.End();
        return end;
    }

    internal static void Put(WireWriter to, Epoch epoch)
    {
        to.I64(epoch.Lease);
        to.I64(epoch.Counter);
    }

    internal static Epoch TakeEpoch(ref WireReader from) => new(from.I64(), from.I64());

    private static void Put(WireWriter to, IReadOnlyList<NodeDescription> nodes)
    {
        to.I32(nodes.Count);
        foreach (NodeDescription node in nodes)
            ControlPayload.Put(to, node);
    }

    private static NodeDescription[] TakeNodes(ref WireReader from)
    {
        var nodes = new NodeDescription[from.Count(DescriptionBytesMin)];
        for (int i = 0; i < nodes.Length; i++)
        {
            nodes[i] = ControlPayload.TakeDescription(ref from);
            if (i > 0 && nodes[i].Node.CompareTo(nodes[i - 1].Node) <= 0)
                throw new FrameFault("nodes that are not in ascending order");
        }
        return nodes;
    }

    private static NodeId[] TakeNumbers(ref WireReader from)
    {
        var nodes = new NodeId[from.Count(NodeBytes)];
        for (int i = 0; i < nodes.Length; i++)
            nodes[i] = from.Node();
        return nodes;
    }

    private static void Put(WireWriter to, IReadOnlyList<WantedReplicas> replicas)
    {
        to.I32(replicas.Count);
        foreach (WantedReplicas placed in replicas)
        {
            to.Replica(placed.Replica);
            to.I32s([.. placed.Awake.Select(node => node.Value)]);
            to.I32s([.. placed.Standbys.Select(node => node.Value)]);
        }
    }

    private static WantedReplicas[] TakePlacements(ref WireReader from)
    {
        var replicas = new WantedReplicas[from.Count(PlacementBytesMin)];
        for (int i = 0; i < replicas.Length; i++)
        {
            replicas[i] = new(from.Replica(), TakeNumbers(ref from), TakeNumbers(ref from));
            if (i > 0 && replicas[i].Replica.CompareTo(replicas[i - 1].Replica) <= 0)
                throw new FrameFault("replicas that are not in ascending order");
        }
        return replicas;
    }

    private static void Put(WireWriter to, IReadOnlyList<ExpertVersion> replicas)
    {
        to.I32(replicas.Count);
        foreach (ExpertVersion replica in replicas)
            to.Replica(replica);
    }

    private static ExpertVersion[] TakeReplicas(ref WireReader from)
    {
        var replicas = new ExpertVersion[from.Count(ReplicaBytes)];
        for (int i = 0; i < replicas.Length; i++)
            replicas[i] = from.Replica();
        return replicas;
    }

    private static IReadOnlyList<RevisionVersions> TakeLiveRevisions(ref WireReader from)
    {
        IReadOnlyList<RevisionVersions> revisions = ControlPayload.TakeRevisions(ref from);
        if (revisions.Count is 0 or > Limits.LiveRevisionsMax)
            throw new FrameFault($"a map of {revisions.Count} revisions");
        for (int i = 1; i < revisions.Count; i++)
        {
            if (revisions[i].Revision.CompareTo(revisions[i - 1].Revision) <= 0)
                throw new FrameFault("revisions that are not in ascending order");
        }
        return revisions;
    }
}
