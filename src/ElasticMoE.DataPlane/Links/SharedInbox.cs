using ElasticMoE.DataPlane.Frames;
using ElasticMoE.DataPlane.Transport;

namespace ElasticMoE.DataPlane.Links;

/// <summary>Memory that the other end of a link has made, with payloads of frames that have come.</summary>
internal sealed class SharedInbox : ISharedFrames, IDisposable
{
    private readonly SharedMemory _memory;
    private readonly Stack<SharedFrame> _unused = new();
    private readonly Lock _gate = new();

    /// <exception cref="IOException">The memory can't be found from here.</exception>
    public SharedInbox(MemoryOffer offer) => _memory = SharedMemory.Take(offer);

    /// <summary>The frame whose payload is there; on the link's reading thread.</summary>
    /// <exception cref="FrameFault">The place isn't within the memory.</exception>
    public SharedFrame Receive(PayloadPlace place)
    {
        if (place.Offset < SharedMemory.ProofBytes + SharedFrame.HeadBytes || place.Offset % SharedFrame.HeadBytes != 0 || place.Bytes < 0 || place.Bytes > _memory.Bytes - place.Offset)
            throw new FrameFault($"a payload of {place.Bytes} bytes at {place.Offset} of {_memory.Bytes} bytes of memory");
        SharedFrame? frame;
        lock (_gate)
            _unused.TryPop(out frame);
        frame ??= new(this);
        _memory.Retain();
        frame.Begin(_memory, place);
        return frame;
    }

    /// <inheritdoc/>
    public void Sent(SharedFrame frame) => throw new InvalidOperationException("a frame that was received can't be sent as it is");

    /// <inheritdoc/>
    public void Return(SharedFrame frame)
    {
        frame.IsInUse = false;
        lock (_gate)
            _unused.Push(frame);
        _memory.Release();
    }

    /// <summary>The link is broken. What has come stays until it is given back.</summary>
    public void Dispose() => _memory.Release();
}
