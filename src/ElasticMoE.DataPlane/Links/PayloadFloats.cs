using System.Buffers;
using System.Runtime.InteropServices;

namespace ElasticMoE.DataPlane.Links;

/// <summary>A frame's payload seen as floats.</summary>
internal sealed class PayloadFloats(FrameBuffer frame) : MemoryManager<float>
{
    public override Span<float> GetSpan() => MemoryMarshal.Cast<byte, float>(frame.Payload);

    public override MemoryHandle Pin(int elementIndex = 0) => throw new NotSupportedException("a frame's payload isn't the garbage collector's to move");

    public override void Unpin()
    {
        // Nothing is pinned.
    }

    protected override void Dispose(bool disposing)
    {
        // The frame is its owner's.
    }
}
