using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Control;
using ElasticMoE.DataPlane.Frames;

namespace ElasticMoE.DataPlane.Tests.Frames;

public sealed class PieceRequestTests
{
    private static readonly ContentDigest s_digest = ContentDigest.Read([.. Enumerable.Range(0xA0, ContentDigest.Size).Select(value => (byte)value)]);

    [Fact]
    public void ItHasItsGoldenBytes()
    {
        byte[] bytes = new byte[PieceRequest.Size];
        new PieceRequest(s_digest, 0x0102, 0x030405).Format(bytes);
        Assert.Equal("a0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b7b8b9babbbcbdbebf" + "0201000000000000" + "05040300", Convert.ToHexStringLower(bytes));
        Assert.Equal(new PieceRequest(s_digest, 0x0102, 0x030405), PieceRequest.Parse(bytes));
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, 0)]
    [InlineData(0, -1)]
    [InlineData(0, Limits.PieceBytesMax + 1)]
    [InlineData(Limits.ExpertBytesMax, 1)]
    [InlineData(long.MaxValue, 1)]
    public void NumbersOutOfRangeAreRefused(long offset, int length)
    {
        byte[] bytes = new byte[PieceRequest.Size];
        new PieceRequest(s_digest, offset, length).Format(bytes);
        Assert.Throws<FrameFault>(() => PieceRequest.Parse(bytes));
    }

    [Theory]
    [InlineData(PieceRequest.Size - 1)]
    [InlineData(PieceRequest.Size + 1)]
    [InlineData(0)]
    public void AnotherLengthIsRefused(int length) => Assert.Throws<FrameFault>(() => PieceRequest.Parse(new byte[length]));
}
