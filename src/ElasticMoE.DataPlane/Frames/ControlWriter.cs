using System.Buffers.Binary;
using System.Text;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;

namespace ElasticMoE.DataPlane.Frames;

/// <summary>Writes the fields of a payload of varying length, little-endian, one after the other.</summary>
internal sealed class ControlWriter
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

    /// <summary>Text of at most 65,535 bytes; what is longer is cut.</summary>
    public void Text(string value)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(value);
        int length = Math.Min(bytes.Length, ushort.MaxValue);
        U16(length);
        _bytes.Write(bytes, 0, length);
    }
}
