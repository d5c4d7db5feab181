namespace ElasticMoE.DataPlane.Links;

/// <summary>A frame as links send it.</summary>
internal abstract class LinkFrame : FrameBuffer
{
    /// <summary>What goes over the wire: 64 bytes of header, then the payload or its place.</summary>
    public abstract Span<byte> Wire { get; }

    /// <summary>All of <see cref="Wire"/> has been sent: instead of disposing it.</summary>
    public virtual void Sent() => Dispose();
}
