using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;

namespace ElasticMoE.Placement.Tests.Control;

/// <summary>One event of each kind, with values that show the order of bytes, and its bytes.</summary>
internal static class SampleEvents
{
    private static readonly ExpertVersion Replica = new(new(0x0102, 0x0304), 5);
    private static readonly NodeIdentity Node = new(new(7), new(0x1122334455667788));
    private static readonly ContentDigest Digest = ContentDigest.Parse(string.Concat(Enumerable.Range(0xa0, 32).Select(i => i.ToString("x2"))));

    /// <summary>In the order of their numbers.</summary>
    public static (ControlEvent Event, string Bytes)[] All =>
    [
        (new ControlEvent.ClusterFormed(new ModelShape(Digest, [new(0, 0, 1, 0), new(32, 4, 1, 0x010203)])), "01a0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b7b8b9babbbcbdbebf0200000000000000000000000100000000000000000000002000000004000000010000000302010000000000"),
        (new ControlEvent.LeaseTaken(9, "a"), "020900000000000000010061"),
        (new ControlEvent.NodeRegistered(new(Node, "u", "z", "hé", 0x0102030405)), "0307000000887766554433221101007501007a030068c3a90504030201000000"),
        (new ControlEvent.IncarnationSeen(Node), "04070000008877665544332211"),
        (new ControlEvent.NodeRemoved(new(7), "lost"), "050700000004006c6f7374"),
        (new ControlEvent.NodeCordoned(new(7)), "0607000000"),
        (new ControlEvent.NodeUncordoned(new(7)), "0707000000"),
        (new ControlEvent.DrainBegan(new(7)), "0807000000"),
        (new ControlEvent.PlacementChanged(3, 2, "c", [new(Replica, [new(1), new(7)], [new(2)])]), "09030000000000000002000000000000000100630100000002010403050000000200000001000000070000000100000002000000"),
        (new ControlEvent.ReplicasSet([new(new(1, 2), 3)]), "0a010000000100020003000000"),
        (new ControlEvent.Pinned(new(1, 2), new(7), true), "0b010002000700000001"),
        (new ControlEvent.Unpinned(new(1, 2), new(7)), "0c0100020007000000"),
        (new ControlEvent.TakeoverRatified(Replica, new(7)), "0d020104030500000007000000"),
        (new ControlEvent.VersionAdded(Replica, Digest, 0x0506, "f"), "0e020104030500000001a0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b7b8b9babbbcbdbebf0605000000000000010066"),
        (new ControlEvent.VersionRetired(Replica), "0f0201040305000000"),
        (new ControlEvent.RevisionMade(new(4), [Replica], [new(1, 2)], true, 600_000), "1004000000010000000201040305000000010000000100020001c027090000000000"),
        (new ControlEvent.RevisionRetired(new(4), true), "110400000001"),
        (new ControlEvent.OperationBegan(new(6), OperationKind.Drain, "d", [Replica], new NodeId(7), 10), "1206000000000000000501006401000000020104030500000001070000000a00000000000000"),
        (new ControlEvent.OperationEnded(new(6), OutcomeCode.Failed, "e"), "13060000000000000012010065"),
        (new ControlEvent.AutoscaleChanged([new("k", 1.5)]), "140100000001006b000000000000f83f"),
        (new ControlEvent.AutoscalePaused(), "15"),
        (new ControlEvent.AutoscaleResumed(), "16"),
        (new ControlEvent.TeamChanged("sql", [new(1, 2)]), "17030073716c0100000001000200"),
        (new ControlEvent.ScaleExplained([new(new(1, 2), true, "h")]), "18010000000100020001010068"),
        (new ControlEvent.SeasonChanged(new("s", "t", 1.5, new DateOnly(2026, 11, 29), null, 5, 480, 1020)), "19010073010074000000000000f83f016c4a0b000005e001fc03"),
        (new ControlEvent.BoundsSet([new(1, 2)], new(2, 3, 5_000)), "1a01000000010002000102000000030000008813000000000000"),
    ];

    /// <summary>What comes before an entry's events: magic, version, id, time and how many events there are (one).</summary>
    public const string Head = "454d4a4201000807060504030201" + "100f0e0d0c0b0a09" + "0500000000000000" + "01000000";

    /// <summary>An entry with the event alone.</summary>
    public static EventBatch Batch(ControlEvent one) => new(new(0x0102030405060708, 0x090a0b0c0d0e0f10), 5, [one]);
}
