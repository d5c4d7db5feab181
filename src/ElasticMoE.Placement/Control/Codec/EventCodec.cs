using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Control;

namespace ElasticMoE.Placement.Control.Codec;

/// <summary>A journal entry's bytes; docs/events.md has them byte by byte.</summary>
public static partial class EventCodec
{
    /// <summary>"EMJB".</summary>
    public const int Magic = 0x424A4D45;

    /// <summary>The layout that is written. Every earlier one is read.</summary>
    public const int Version = 1;

    /// <summary>Reads an entry.</summary>
    /// <exception cref="InputException">It is not an entry, or of a version or with an event that this program doesn't know; it names byte and cause.</exception>
    public static EventBatch Decode(ReadOnlyMemory<byte> bytes)
    {
        var reader = new EventReader(bytes, "journal entry");
        if (bytes.Length > Limits.EventBatchBytesMax)
            throw reader.Fault($"{bytes.Length} bytes are more than an entry may have");
        if (reader.Int() != Magic)
            throw reader.Fault("it doesn't begin like an entry");
        int version = reader.Short();
        if (version != Version)
            throw reader.Fault($"version {version} is unknown; this program knows {Version}");
        var batch = new EventBatch(reader.Id(), reader.Long(), reader.List(1, () => Read(reader)));
        reader.End();
        return batch;
    }

    /// <summary>Writes an entry.</summary>
    public static byte[] Encode(EventBatch batch)
    {
        var writer = new EventWriter();
        writer.Int(Magic);
        writer.Short(Version);
        writer.Id(batch.Id);
        writer.Long(batch.UnixMs);
        writer.List(batch.Events, one => Write(writer, one));
        return writer.ToArray();
    }
}
