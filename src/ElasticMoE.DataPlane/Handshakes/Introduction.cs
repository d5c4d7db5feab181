using System.Buffers.Binary;
using System.Security.Cryptography;
using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Experts;
using ElasticMoE.DataPlane.Frames;

namespace ElasticMoE.DataPlane.Handshakes;

/// <summary>What one side says of itself: role, wire format, identity, digests and a nonce; 112 bytes on the wire.</summary>
internal sealed class Introduction
{
    public const int Bytes = 112;

    private const int NonceOffset = 80;
    private const int NonceBytes = 32;

    private readonly byte[] _bytes;

    private Introduction(byte[] bytes, byte version) => (_bytes, Version) = (bytes, version);

    /// <summary>The newest version of the wire that the side speaks. It stands in the frame's header, which a peer of the first version doesn't look at.</summary>
    public byte Version { get; }

    public ReadOnlySpan<byte> Wire => _bytes;

    public PeerRole Role => (PeerRole)_bytes[0];

    public WireFormat Format => (WireFormat)_bytes[1];

    public NodeIdentity Identity => new(
        new NodeId(BinaryPrimitives.ReadInt32LittleEndian(_bytes.AsSpan(4))),
        new Incarnation(BinaryPrimitives.ReadUInt64LittleEndian(_bytes.AsSpan(8))));

    public ReadOnlySpan<byte> ModelDigest => _bytes.AsSpan(16, LocalPeer.DigestBytes);

    public ReadOnlySpan<byte> KernelHash => _bytes.AsSpan(48, LocalPeer.DigestBytes);

    /// <summary>Introduces this process, with a fresh nonce.</summary>
    public static Introduction Of(LocalPeer local)
    {
        byte[] bytes = new byte[Bytes];
        bytes[0] = (byte)local.Role;
        bytes[1] = (byte)local.Wire;
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), local.Identity.Node.Value);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(8), local.Identity.Incarnation.Value);
        local.ModelDigest.CopyTo(bytes.AsSpan(16, LocalPeer.DigestBytes));
        local.KernelHash.CopyTo(bytes.AsSpan(48, LocalPeer.DigestBytes));
        RandomNumberGenerator.Fill(bytes.AsSpan(NonceOffset, NonceBytes));
        return new(bytes, FrameCodec.NewestVersion);
    }

    /// <param name="wire">The introduction.</param>
    /// <param name="version">What the frame's header says of versions; 0 where it says nothing, as those did that know the first one alone.</param>
    /// <exception cref="FrameFault">It is none.</exception>
    public static Introduction Read(ReadOnlySpan<byte> wire, int version = 0)
    {
        if (wire.Length != Bytes || !Enum.IsDefined((PeerRole)wire[0]) || !Enum.IsDefined((WireFormat)wire[1]) || wire[2..4].ContainsAnyExcept((byte)0))
            throw new FrameFault("a handshake that introduces nobody");
        if (version is < 0 or > byte.MaxValue)
            throw new FrameFault($"a handshake in version {version} of the wire");
        var read = new Introduction(wire.ToArray(), Math.Max((byte)version, FrameCodec.VersionBefore));
        if ((uint)read.Identity.Node.Value >= Limits.NodesMax || read.Identity.Incarnation.Value == 0)
            throw new FrameFault("a handshake whose node is out of range");
        return read;
    }
}
