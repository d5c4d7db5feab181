using System.Buffers.Binary;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;

namespace ElasticMoE.DataPlane.Frames;

/// <summary>Reads what <see cref="WireWriter"/> writes; every field that isn't there or is out of range is a <see cref="FrameFault"/>.</summary>
internal ref struct WireReader(ReadOnlySpan<byte> payload)
{
    private ReadOnlySpan<byte> _left = payload;

    public byte Byte() => Take(1)[0];

    public int U16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(sizeof(ushort)));

    public int I32() => BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int)));

    public long I64() => BinaryPrimitives.ReadInt64LittleEndian(Take(sizeof(long)));

    public float F32() => BinaryPrimitives.ReadSingleLittleEndian(Take(sizeof(float)));

    public double F64() => BinaryPrimitives.ReadDoubleLittleEndian(Take(sizeof(double)));

    public bool Flag() => Byte() switch
    {
        0 => false,
        1 => true,
        byte other => throw new FrameFault($"a flag of {other}"),
    };

    /// <summary>Whether anything is left.</summary>
    public readonly bool HasMore => _left.Length > 0;

    public ActivityContext Trace() => TracePayload.Read(Take(TracePayload.Bytes));

    public ContentDigest Digest() => ContentDigest.Read(Take(ContentDigest.Size));

    public NodeIdentity Identity() => new(Node(), new((ulong)I64()));

    public NodeId Node()
    {
        int node = I32();
        return (uint)node < Limits.NodesMax ? new(node) : throw new FrameFault($"node {node}, out of range");
    }

    public ExpertId Expert()
    {
        (int layer, int index) = (U16(), U16());
        return layer < Limits.LayersMax && index < Limits.ExpertsPerLayerMax ? new(layer, index) : throw new FrameFault($"expert {layer}/{index}, out of range");
    }

    public ExpertVersion Replica()
    {
        ExpertId expert = Expert();
        int version = I32();
        return version >= 0 ? new(expert, version) : throw new FrameFault($"version {version} of an expert");
    }

    public string Text() => Encoding.UTF8.GetString(Take(U16()));

    /// <summary>Text whose length takes four bytes.</summary>
    public string LongText() => Encoding.UTF8.GetString(Take(Count(1)));

    /// <summary>A count and as many numbers.</summary>
    public int[] I32s()
    {
        int[] values = new int[Count(sizeof(int))];
        Take(values.Length * sizeof(int)).CopyTo(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }

    /// <summary>A count of things that take at least so many bytes each, which bounds what is allocated for them.</summary>
    public int Count(int bytesEach)
    {
        int count = I32();
        return count >= 0 && count <= _left.Length / bytesEach ? count : throw new FrameFault($"a list of {count} in {_left.Length} bytes");
    }

    /// <summary>A number that names one of an enumeration.</summary>
    public T Named<T>()
        where T : struct, Enum
    {
        byte value = Byte();
        var named = (T)Enum.ToObject(typeof(T), value);
        return Enum.IsDefined(named) ? named : throw new FrameFault($"{typeof(T).Name} {value}, which is none");
    }

    /// <summary>Nothing may follow.</summary>
    public readonly void End()
    {
        if (_left.Length > 0)
            throw new FrameFault($"{_left.Length} bytes after the end");
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _left.Length)
            throw new FrameFault("a payload that is cut short");
        ReadOnlySpan<byte> taken = _left[..count];
        _left = _left[count..];
        return taken;
    }
}
