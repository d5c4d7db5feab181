using System.Buffers.Binary;
using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Experts;

namespace ElasticMoE.DataPlane.Frames;

/// <summary>Writes and reads headers: 64 bytes, little-endian; docs/wire.md has the layout.</summary>
public static class FrameCodec
{
    /// <summary>Bytes of a header; the payload follows.</summary>
    public const int HeaderBytes = 64;

    /// <summary>The newest version, which a peer is told in the handshake. It adds what links say of memory, and no layout.</summary>
    public const byte NewestVersion = 3;

    /// <summary>The newest layout. Frames that have nothing of it are written as the one before.</summary>
    public const byte Version = 2;

    /// <summary>The layout before, which is understood and, to peers that know no other, spoken.</summary>
    public const byte VersionBefore = 1;

    private const uint Magic = 0x456F4D45;
    private const int ChecksumOffset = 12;
    private const int ReservedOffset = 57;

    /// <summary>Writes the header of a frame before its payload, checksum included.</summary>
    /// <param name="header">What it says.</param>
    /// <param name="frame">Header and payload; the payload is there already.</param>
    public static void Write(in FrameHeader header, Span<byte> frame)
    {
        Span<byte> at = frame[..HeaderBytes];
        at.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(at, Magic);
        at[4] = header.IsExtended ? Version : VersionBefore;
        at[5] = (byte)header.Kind;
        BinaryPrimitives.WriteUInt16LittleEndian(at[6..], (ushort)header.Flags);
        BinaryPrimitives.WriteInt32LittleEndian(at[8..], frame.Length - HeaderBytes);
        BinaryPrimitives.WriteUInt64LittleEndian(at[16..], header.FrameId);
        BinaryPrimitives.WriteInt64LittleEndian(at[24..], header.Epoch.Lease);
        BinaryPrimitives.WriteInt64LittleEndian(at[32..], header.Epoch.Counter);
        BinaryPrimitives.WriteInt32LittleEndian(at[40..], header.Revision.Value);
        BinaryPrimitives.WriteUInt16LittleEndian(at[44..], checked((ushort)header.Layer));
        BinaryPrimitives.WriteUInt16LittleEndian(at[46..], checked((ushort)header.Rows));
        BinaryPrimitives.WriteInt64LittleEndian(at[48..], header.Step);
        at[56] = (byte)header.Format;
        BinaryPrimitives.WriteUInt32LittleEndian(at[ChecksumOffset..], Crc32C.Of(frame));
    }

    /// <summary>Reads a header whose payload is still to come. Nothing may be allocated for the payload before.</summary>
    /// <param name="bytes">64 bytes.</param>
    /// <param name="payloadBytesMax">What the reader is ready to take.</param>
    /// <param name="payloadBytes">Bytes that follow; 0 to <paramref name="payloadBytesMax"/>.</param>
    /// <exception cref="FrameFault">Wrong magic, version, kind, format or reserved bytes, or a number out of range.</exception>
    public static FrameHeader Read(ReadOnlySpan<byte> bytes, int payloadBytesMax, out int payloadBytes)
    {
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes) != Magic)
            throw new FrameFault("bytes that are no frame");
        if (bytes[4] is not (VersionBefore or Version))
            throw new FrameFault($"frame version {bytes[4]}, where {VersionBefore} and {Version} are spoken");
        payloadBytes = BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]);
        if ((uint)payloadBytes > (uint)payloadBytesMax)
            throw new FrameFault($"a frame of {(uint)payloadBytes} bytes, over the limit of {payloadBytesMax}");
        var header = new FrameHeader
        {
            Kind = (FrameKind)bytes[5],
            Flags = (FrameFlags)BinaryPrimitives.ReadUInt16LittleEndian(bytes[6..]),
            FrameId = BinaryPrimitives.ReadUInt64LittleEndian(bytes[16..]),
            Epoch = new Epoch(BinaryPrimitives.ReadInt64LittleEndian(bytes[24..]), BinaryPrimitives.ReadInt64LittleEndian(bytes[32..])),
            Revision = new Revision(BinaryPrimitives.ReadInt32LittleEndian(bytes[40..])),
            Layer = BinaryPrimitives.ReadUInt16LittleEndian(bytes[44..]),
            Rows = BinaryPrimitives.ReadUInt16LittleEndian(bytes[46..]),
            Step = BinaryPrimitives.ReadInt64LittleEndian(bytes[48..]),
            Format = (WireFormat)bytes[56],
            IsExtended = bytes[4] == Version,
        };
        if (!Enum.IsDefined(header.Kind))
            throw new FrameFault($"frame kind {bytes[5]}, which is none");
        if (header is { IsExtended: true, Kind: not (FrameKind.Dispatch or FrameKind.Submit or FrameKind.Token) })
            throw new FrameFault($"a {header.Kind} of version {Version}, which has nothing to add to it");
        if (!Enum.IsDefined(header.Format))
            throw new FrameFault($"wire format {bytes[56]}, which is none");
        if (header.Layer >= Limits.LayersMax || header.Rows > Limits.FrameRowsMax)
            throw new FrameFault($"layer {header.Layer} or {header.Rows} rows, over the limit");
        if (bytes[ReservedOffset..HeaderBytes].ContainsAnyExcept((byte)0))
            throw new FrameFault("reserved bytes that are not zero");
        return header;
    }

    /// <summary>Checks a complete frame's checksum.</summary>
    /// <param name="header">Its 64 bytes; the checksum's four are zero when it returns.</param>
    /// <param name="payload">The rest.</param>
    /// <exception cref="FrameFault">It differs.</exception>
    public static void Verify(Span<byte> header, ReadOnlySpan<byte> payload)
    {
        uint checksum = BeginVerify(header, out uint expected);
        EndVerify(Crc32C.Append(checksum, payload), expected);
    }

    /// <summary>Begins to check a frame whose payload comes piece by piece.</summary>
    /// <param name="header">Its 64 bytes; the checksum's four are zero when it returns.</param>
    /// <param name="expected">What the header says.</param>
    /// <returns>The checksum of the header, for the payload to be appended.</returns>
    internal static uint BeginVerify(Span<byte> header, out uint expected)
    {
        expected = BinaryPrimitives.ReadUInt32LittleEndian(header[ChecksumOffset..]);
        BinaryPrimitives.WriteUInt32LittleEndian(header[ChecksumOffset..], 0);
        return Crc32C.Of(header);
    }

    /// <exception cref="FrameFault">The checksums differ.</exception>
    internal static void EndVerify(uint checksum, uint expected)
    {
        if (checksum != expected)
            throw new FrameFault("a frame whose checksum differs");
    }
}
