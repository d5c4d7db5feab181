using System.Buffers.Binary;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;

namespace ElasticMoE.DataPlane.Frames;

/// <summary>Writes the fields of a payload of varying length, little-endian, one after the other.</summary>
internal sealed class WireWriter
{
    private readonly MemoryStream _bytes = new();

    public byte[] ToArray() => _bytes.ToArray();

    public void Byte(byte value) => _bytes.WriteByte(value);

    public void U16(int value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, checked((ushort)value));
        _bytes.Write(bytes);
    }

    public void I32(int value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        _bytes.Write(bytes);
    }

    public void I64(long value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        _bytes.Write(bytes);
    }

    public void F32(float value) => I32(BitConverter.SingleToInt32Bits(value));

    public void F64(double value) => I64(BitConverter.DoubleToInt64Bits(value));

    public void Flag(bool value) => Byte(value ? (byte)1 : (byte)0);

    public void Trace(in ActivityContext value)
    {
        Span<byte> bytes = stackalloc byte[TracePayload.Bytes];
        TracePayload.Write(bytes, value);
        _bytes.Write(bytes);
    }

    public void Digest(ContentDigest value)
    {
        Span<byte> bytes = stackalloc byte[ContentDigest.Size];
        value.Write(bytes);
        _bytes.Write(bytes);
    }

    public void Identity(NodeIdentity value)
    {
        I32(value.Node.Value);
        I64((long)value.Incarnation.Value);
    }

    public void Expert(ExpertId value)
    {
        U16(value.Layer);
        U16(value.Index);
    }

    public void Replica(ExpertVersion value)
    {
        Expert(value.Expert);
        I32(value.Version);
    }

    /// <summary>A count, then as many numbers.</summary>
    public void I32s(ReadOnlySpan<int> values)
    {
        I32(values.Length);
        _bytes.Write(MemoryMarshal.AsBytes(values));
    }

    /// <summary>Text whose length takes four bytes.</summary>
    public void LongText(string value)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(value);
        I32(bytes.Length);
        _bytes.Write(bytes);
    }

    /// <summary>Text of at most 65,535 bytes; what is longer is cut.</summary>
    public void Text(string value)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(value);
        int length = Math.Min(bytes.Length, ushort.MaxValue);
        U16(length);
        _bytes.Write(bytes, 0, length);
    }
}
