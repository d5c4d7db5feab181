using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Experts;
using ElasticMoE.DataPlane.Frames;

namespace ElasticMoE.DataPlane.Tests.Frames;

public sealed class FrameCodecTests
{
    [Theory]
    [InlineData("", 0x00000000u)]
    [InlineData("123456789", 0xE3069283u)]
    public void ChecksumsAreThoseOfTheStandard(string text, uint expected) =>
        Assert.Equal(expected, Crc32C.Of(System.Text.Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void ThreeStreamsGiveTheChecksumOfOne()
    {
        byte[] bytes = new byte[20_000];
        new Random(7).NextBytes(bytes);
        for (int length = 0; length < bytes.Length; length += 617)
        {
            uint byByte = 0;
            for (int i = 0; i < length; i++)
                byByte = Crc32C.Append(byByte, bytes.AsSpan(i, 1));
            Assert.Equal(byByte, Crc32C.Of(bytes.AsSpan(0, length)));
        }
    }

    [Fact]
    public void EveryLengthHasTheSameChecksumInEveryForm()
    {
        byte[] bytes = new byte[1_500];
        new Random(8).NextBytes(bytes);
        uint byByte = 0;
        for (int length = 0; length < bytes.Length; length++)
        {
            Assert.Equal(byByte, Crc32C.Of(bytes.AsSpan(0, length)));
            Assert.Equal(byByte, ~Crc32C.Unfolded(~0u, bytes.AsSpan(0, length)));
            Assert.Equal(byByte, Crc32C.Append(Crc32C.Of(bytes.AsSpan(0, length / 3)), bytes.AsSpan(length / 3, length - length / 3)));
            byByte = Crc32C.Append(byByte, bytes.AsSpan(length, 1));
        }
    }

    [Fact]
    public void AFrameHasItsGoldenBytes()
    {
        byte[] frame = new byte[FrameCodec.HeaderBytes + 4];
        "\x01\x02\x03\x04"u8.CopyTo(frame.AsSpan(FrameCodec.HeaderBytes));
        FrameCodec.Write(Header, frame);
        Assert.Equal(
            "454d6f45" + "01" + "10" + "0300" + "04000000" + Hex(frame.AsSpan(12, 4)) + "0807060504030201" + "0500000000000000" + "0700000000000000"
            + "02000000" + "0b00" + "0900" + "6300000000000000" + "01" + "00000000000000" + "01020304",
            Hex(frame));
        Span<byte> unchecksummed = [.. frame];
        unchecksummed.Slice(12, 4).Clear();
        Assert.Equal(Crc32C.Of(unchecksummed), BitConverter.ToUInt32(frame.AsSpan(12)));
    }

    [Fact]
    public void WhatIsWrittenIsRead()
    {
        byte[] frame = new byte[FrameCodec.HeaderBytes + 10];
        FrameCodec.Write(Header, frame);
        Assert.Equal(Header, FrameCodec.Read(frame.AsSpan(0, FrameCodec.HeaderBytes), 10, out int payload));
        Assert.Equal(10, payload);
        FrameCodec.Verify(frame.AsSpan(0, FrameCodec.HeaderBytes), frame.AsSpan(FrameCodec.HeaderBytes));
    }

    [Fact]
    public void EveryFlippedBitIsSeen()
    {
        byte[] good = new byte[FrameCodec.HeaderBytes + 8];
        FrameCodec.Write(Header, good);
        for (int bit = 0; bit < good.Length * 8; bit++)
        {
            byte[] bad = [.. good];
            bad[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Throws<FrameFault>(() =>
            {
                FrameCodec.Read(bad.AsSpan(0, FrameCodec.HeaderBytes), 8, out int payload);
                FrameCodec.Verify(bad.AsSpan(0, FrameCodec.HeaderBytes), bad.AsSpan(FrameCodec.HeaderBytes, payload));
            });
        }
    }

    [Fact]
    public void AFrameOverTheLimitIsRefusedByItsHeader()
    {
        byte[] frame = new byte[FrameCodec.HeaderBytes + 11];
        FrameCodec.Write(Header, frame);
        Assert.Contains("over the limit of 10", Assert.Throws<FrameFault>(() => FrameCodec.Read(frame.AsSpan(0, FrameCodec.HeaderBytes), 10, out _)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RandomBytesAreNeverAFrame()
    {
        var random = new Random(3);
        byte[] bytes = new byte[FrameCodec.HeaderBytes];
        for (int i = 0; i < 10_000; i++)
        {
            random.NextBytes(bytes);
            Assert.Throws<FrameFault>(() => FrameCodec.Read(bytes, Limits.FramePayloadBytesMax, out _));
        }
    }

    private static FrameHeader Header => new()
    {
        Kind = FrameKind.Dispatch,
        Flags = FrameFlags.Takeover | FrameFlags.Decode,
        FrameId = 0x0102030405060708,
        Epoch = new(5, 7),
        Revision = new(2),
        Layer = 11,
        Rows = 9,
        Step = 99,
        Format = WireFormat.Bf16,
    };

    private static string Hex(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(bytes);
}
