using ElasticMoE.DataPlane.Frames;

namespace ElasticMoE.DataPlane.Links;

/// <summary>
/// A frame in pooled memory: a header and room for a payload. Has one owner at a time, who passes it on or disposes it; disposing returns
/// the memory to its pool.
/// </summary>
public abstract class FrameBuffer : IDisposable
{
    private PayloadFloats? _floats;

    /// <summary>Written to the wire when the frame is sent.</summary>
    public FrameHeader Header { get; set; }

    /// <summary>The payload; its start is 64-byte aligned.</summary>
    public abstract Span<byte> Payload { get; }

    /// <summary>The payload as floats, as long as the frame has an owner.</summary>
    public Memory<float> Floats => (_floats ??= new(this)).Memory;

    /// <summary>Returns the memory; once.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc cref="Dispose()"/>
    protected abstract void Dispose(bool disposing);
}
