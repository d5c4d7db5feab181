using ElasticMoE.Contracts;
using ElasticMoE.DataPlane.Frames;

namespace ElasticMoE.DataPlane.Tests.Frames;

/// <summary>A frame as the page has it.</summary>
internal sealed record GoldenFrame(string Name, byte[] Bytes)
{
    public byte[] Payload => Bytes[FrameCodec.HeaderBytes..];

    public FrameHeader Header => FrameCodec.Read(Bytes, Limits.FramePayloadBytesMax, out _);
}
