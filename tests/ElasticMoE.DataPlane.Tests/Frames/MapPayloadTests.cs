using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.DataPlane.Frames;

namespace ElasticMoE.DataPlane.Tests.Frames;

public sealed class MapPayloadTests
{
    private static readonly NodeDescription s_first = new(new(new(3), new(0x1122334455667788)), "unix:a", "z", "", 5), s_second = s_first with { Identity = new(new(4), new(9)) };
    private static readonly ClusterMap s_map = new(new(2, 7), [s_first], [Placed(0, [3], []), Placed(1, [], [3])], [new(new(0), [], [])]);
    private static readonly ClusterMap s_next = new(new(2, 8), [s_first, s_second], [Placed(0, [3], []), Placed(1, [4], [3])], [new(new(0), [], [])]) { Teams = [new("t", [new(new(2, 1), 1)])] };
    private static readonly RouterReport s_report = new(new(1, new(6)), 8, new(2, 7), [s_first.Identity, new(new(4), default)], [new(new(2, 1), 0)], [new(0)], [new(new(2, 0), 40)]);

    private const string First = "03000000" + "8877665544332211" + "0500000000000000" + "0600" + "756e69783a61" + "0100" + "7a" + "0000";
    private const string Second = "04000000" + "0900000000000000" + "0500000000000000" + "0600" + "756e69783a61" + "0100" + "7a" + "0000";
    private const string Revisions = "01000000" + "00000000" + "00000000" + "00000000";

    [Fact]
    public void MapsHaveTheirGoldenBytes()
    {
        byte[] bytes = MapPayload.Write(s_map);
        Assert.Equal(
            "0200000000000000" + "0700000000000000" + Digest(s_map) + "01000000" + First
            + "02000000" + "02000000" + "00000000" + "01000000" + "03000000" + "00000000"
            + "02000100" + "00000000" + "00000000" + "01000000" + "03000000" + Revisions + "00000000",
            Convert.ToHexStringLower(bytes));
        ClusterMap read = MapPayload.ReadMap(bytes);
        Assert.Equal((s_map.Epoch, s_map.Digest), (read.Epoch, read.Digest));
        Assert.Equal(s_map.Replicas, read.Replicas);
    }

    [Fact]
    public void DeltasHaveTheirGoldenBytesAndLeadToTheNewerMap()
    {
        byte[] bytes = MapPayload.Write(MapDelta.Between(s_map, s_next));
        Assert.Equal(
            "0200000000000000" + "0700000000000000" + "0200000000000000" + "0800000000000000" + Digest(s_next)
            + "01000000" + Second + "00000000"
            + "01000000" + "02000100" + "00000000" + "01000000" + "04000000" + "01000000" + "03000000" + "00000000" + Revisions + "01" + "01000000" + "0100" + "74" + "01000000" + "02000100" + "0000803f",
            Convert.ToHexStringLower(bytes));
        Assert.Equal(s_next.Digest, MapPayload.ReadDelta(bytes).Apply(s_map)!.Digest);
        Assert.Null(MapPayload.ReadDelta(bytes).Apply(s_next));
    }

    [Fact]
    public void ReportsHaveTheirGoldenBytes()
    {
        byte[] bytes = MapPayload.Write(s_report);
        Assert.Equal(
            "01000000" + "0600000000000000" + "0800000000000000" + "0200000000000000" + "0700000000000000"
            + "02000000" + "03000000" + "8877665544332211" + "04000000" + "0000000000000000"
            + "01000000" + "02000100" + "00000000" + "01000000" + "00000000" + "01000000" + "02000000" + "2800000000000000",
            Convert.ToHexStringLower(bytes));
        RouterReport read = MapPayload.ReadReport(bytes);
        Assert.Equal((s_report.Identity, s_report.Sequence, s_report.Acknowledged), (read.Identity, read.Sequence, read.Acknowledged));
        Assert.Equal(s_report.Unreachable, read.Unreachable);
        Assert.Equal((s_report.Claims[0], s_report.Bound[0], s_report.Load[0]), (read.Claims[0], read.Bound[0], read.Load[0]));
    }

    /// <summary>Whatever is cut off or changed is a fault or another value, never another exception; a changed map never passes for the one it was.</summary>
    [Fact]
    public void HostileBytesAreFaultsAndNothingElse()
    {
        byte[][] goods = [MapPayload.Write(s_next), MapPayload.Write(MapDelta.Between(s_map, s_next)), MapPayload.Write(s_report)];
        Action<byte[]>[] readers = [bytes => MapPayload.ReadMap(bytes), bytes => MapPayload.ReadDelta(bytes).Apply(s_map), bytes => MapPayload.ReadReport(bytes)];
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

    private static WantedReplicas Placed(int index, int[] awake, int[] standbys) => new(new(new(2, index), 0), [.. awake.Select(node => new NodeId(node))], [.. standbys.Select(node => new NodeId(node))]);

    /// <summary>As the wire has it.</summary>
    private static string Digest(ClusterMap map) => Convert.ToHexStringLower(BitConverter.GetBytes(map.Digest));

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
