using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.DataPlane.Frames;

namespace ElasticMoE.DataPlane.Tests.Frames;

public sealed class ControlPayloadTests
{
    private static readonly NodeIdentity s_node = new(new(3), new(0x1122334455667788));
    private static readonly ExpertVersion s_replica = new(new(2, 5), 1);
    private static readonly ReplicaCommand s_command = new(9, s_node, s_replica, ReplicaAction.Wake, new ContentDigest(1, 2, 3, 4), [new(1), new(4)]);
    private static readonly NodeReport s_report = new(s_node, 9, 7, 4096, 8192, [new(s_replica, ReplicaPhase.Warm, 4096, 2, 10, TookOver: true, null), new(new(new(2, 6), 0), ReplicaPhase.Failed, 0, 0, 0, false, "gone")]);

    private const string Node = "03000000" + "8877665544332211", Replica = "0200" + "0500" + "01000000";

    [Fact]
    public void CommandsHaveTheirGoldenBytes()
    {
        const string digest = "0000000000000001" + "0000000000000002" + "0000000000000003" + "0000000000000004";
        byte[] bytes = ControlPayload.Write(s_command);
        Assert.Equal("0900000000000000" + Node + Replica + "03" + "01" + digest + "02000000" + "01000000" + "04000000", Convert.ToHexStringLower(bytes));
        ReplicaCommand read = ControlPayload.ReadCommand(bytes);
        Assert.Equal(s_command with { Peers = read.Peers }, read);
        Assert.Equal(s_command.Peers, read.Peers);
        Assert.Null(ControlPayload.ReadCommand(ControlPayload.Write(s_command with { Content = null })).Content);
    }

    [Fact]
    public void ReportsHaveTheirGoldenBytes()
    {
        byte[] bytes = ControlPayload.Write(s_report);
        Assert.Equal(
            Node + "0900000000000000" + "0700000000000000" + "0010000000000000" + "0020000000000000" + "02000000"
            + Replica + "04" + "01" + "0010000000000000" + "02000000" + "0a00000000000000" + "0000"
            + "0200" + "0600" + "00000000" + "07" + "00" + "0000000000000000" + "00000000" + "0000000000000000" + "0400" + "676f6e65",
            Convert.ToHexStringLower(bytes));
        NodeReport read = ControlPayload.ReadReport(bytes);
        Assert.Equal(s_report with { Replicas = read.Replicas }, read);
        Assert.Equal(s_report.Replicas, read.Replicas);
    }

    [Fact]
    public void EndsDescriptionsAndLeasesHaveTheirGoldenBytes()
    {
        byte[] end = MapPayload.Write(new Revision(6), "over");
        Assert.Equal("06000000" + "0400" + "6f766572", Convert.ToHexStringLower(end));
        Assert.Equal((new Revision(6), "over"), MapPayload.ReadEnd(end));
        var description = new NodeDescription(s_node, "unix:a", "z", "", 5);
        byte[] described = ControlPayload.Write(description);
        Assert.Equal(Node + "0500000000000000" + "0600" + "756e69783a61" + "0100" + "7a" + "0000", Convert.ToHexStringLower(described));
        Assert.Equal(description, ControlPayload.ReadDescription(described));
        Assert.Equal("0900000000000000", Convert.ToHexStringLower(ControlPayload.WriteLease(9)));
        Assert.Equal(9, ControlPayload.ReadLease(ControlPayload.WriteLease(9)));
        Assert.Throws<FrameFault>(() => ControlPayload.ReadLease(new byte[8]));
    }

    /// <summary>Whatever is cut off or changed is a fault or another value, never another exception.</summary>
    [Fact]
    public void HostileBytesAreFaultsAndNothingElse()
    {
        byte[][] goods = [ControlPayload.Write(s_command), ControlPayload.Write(s_report), MapPayload.Write(new Revision(6), "over"), ControlPayload.Write(new NodeDescription(s_node, "a", "b", "c", 1))];
        Action<byte[]>[] readers = [b => ControlPayload.ReadCommand(b), b => ControlPayload.ReadReport(b), b => MapPayload.ReadEnd(b), b => ControlPayload.ReadDescription(b)];
        var random = new Random(4);
        for (int kind = 0; kind < goods.Length; kind++)
        {
            for (int cut = 0; cut < goods[kind].Length; cut++)
                Assert.Throws<FrameFault>(() => readers[kind](goods[kind][..cut]));
            Assert.Throws<FrameFault>(() => readers[kind]([.. goods[kind], 0]));
            for (int i = 0; i < 3_000; i++)
                TryRead(readers[kind], Flipped(goods[kind], random));
        }
    }

    private static byte[] Flipped(byte[] good, Random random)
    {
        byte[] bad = [.. good];
        for (int flips = random.Next(1, 4); flips > 0; flips--)
            bad[random.Next(bad.Length)] = (byte)random.Next(256);
        return bad;
    }

    private static void TryRead(Action<byte[]> read, byte[] bytes) =>
        Assert.True(Record.Exception(() => read(bytes)) is null or FrameFault);
}
