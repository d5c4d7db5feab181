using ElasticMoE.Contracts.Experts;
using ElasticMoE.DataPlane.Frames;

namespace ElasticMoE.DataPlane.Tests.Frames;

public sealed class DispatchVersionTests
{
    private const int RowBytes = 8;

    private static readonly FrameHeader s_header = new() { Kind = FrameKind.Dispatch, Flags = FrameFlags.Versions, Rows = 2 };

    [Fact]
    public void VersionsStandBehindTheLists()
    {
        byte[] payload = Write((1, 7), (258, 0x01020304));
        Assert.Equal([2, 0, 1, 0, 7, 0, 0, 0, 2, 1, 4, 3, 2, 1], payload[8..22]);
        var work = new ExpertWork();
        Assert.Equal(64, DispatchPayload.ReadLists(payload, s_header, RowBytes, work));
        Assert.Equal([1, 258, 258], work.Experts[..work.Pairs]);
        Assert.Equal([7, 0x01020304, 0x01020304], work.Versions[..work.Pairs]);
        Assert.Equal([0, 0, 0], Reread(s_header with { Flags = FrameFlags.None }, payload));
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(1, -1)]
    public void OnesThatAreNoneAreRefused(int expert, int version) =>
        Assert.Throws<FrameFault>(() => Reread(s_header, Write((expert, version))));

    [Fact]
    public void SoAreOnesOutOfOrderNoneAtAllAndMoreThanThereIsRoomFor()
    {
        Assert.Throws<FrameFault>(() => Reread(s_header, Write((3, 1), (1, 1))));
        Assert.Throws<FrameFault>(() => Reread(s_header, Write((3, 1), (3, 1))));
        Assert.Throws<FrameFault>(() => Reread(s_header, Write()));
        byte[] payload = Write((1, 1));
        payload[8] = 200;
        Assert.Throws<FrameFault>(() => Reread(s_header, payload));
    }

    private static int[] Reread(FrameHeader header, byte[] payload)
    {
        var work = new ExpertWork();
        DispatchPayload.ReadLists(payload, header, RowBytes, work);
        return work.Versions[..work.Pairs];
    }

    private static byte[] Write(params (int Expert, int Version)[] versions)
    {
        int lists = DispatchPayload.ListBytes(2, 3, versions.Length);
        byte[] payload = new byte[lists + 2 * RowBytes];
        DispatchPayload.WriteVersions(DispatchPayload.WriteRow(DispatchPayload.WriteRow(payload.AsSpan(0, lists), [1, 258]), [258]), versions);
        return payload;
    }
}
