using ElasticMoE.DataPlane.Frames;
using ElasticMoE.DataPlane.Transport;

namespace ElasticMoE.DataPlane.Links;

/// <summary>A frame whose payload is in memory that both ends of a link have mapped, behind a word that says whether it is in use.</summary>
/// <param name="owner">Of the end that sends it, or of the one that has received it.</param>
internal sealed unsafe class SharedFrame(ISharedFrames owner) : LinkFrame
{
    /// <summary>What stands before each payload: the word, alone in its cache line.</summary>
    public const int HeadBytes = 64;

    private readonly byte[] _wire = new byte[FrameCodec.HeaderBytes + PayloadPlace.WireBytes];
    private byte* _payload;
    private int _rented;

    public override Span<byte> Wire => _wire;

    public override Span<byte> Payload
    {
        get
        {
            ObjectDisposedException.ThrowIf(_rented == 0, this);
            return new(_payload, Place.Bytes);
        }
    }

    public ISharedFrames Owner => owner;

    /// <summary>Where in the memory its payload is.</summary>
    public PayloadPlace Place { get; private set; }

    /// <summary>Whether either end uses the payload: set by the one that fills it, cleared by the one that has read it.</summary>
    public bool IsInUse
    {
        get => Volatile.Read(ref *(int*)(_payload - HeadBytes)) != 0;
        set => Volatile.Write(ref *(int*)(_payload - HeadBytes), value ? 1 : 0);
    }

    public void Begin(SharedMemory memory, PayloadPlace place)
    {
        _payload = memory.Start + place.Offset;
        (Place, Header) = (place, default);
        place.Write(_wire.AsSpan(FrameCodec.HeaderBytes));
        Volatile.Write(ref _rented, 1);
    }

    public override void Sent()
    {
        if (Interlocked.Exchange(ref _rented, 0) == 1)
            owner.Sent(this);
    }

    protected override void Dispose(bool disposing)
    {
        if (Interlocked.Exchange(ref _rented, 0) == 1)
            owner.Return(this);
    }
}
