using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Control;
using ElasticMoE.Placement.Control.State;

namespace ElasticMoE.Placement.Control.Codec;

/// <summary>A snapshot's bytes: the whole state after some entry. One state has one form, so that equal bytes mean equal states. docs/events.md has the layout.</summary>
public static partial class SnapshotCodec
{
    /// <summary>"EMJS".</summary>
    public const int Magic = 0x534A4D45;

    /// <summary>The newest layout. Every earlier one is read, and the one before is written where no expert has bounds: then a supervisor that is still to be replaced reads it too.</summary>
    public const int Version = 3;

    /// <summary>Reads a snapshot.</summary>
    /// <exception cref="InputException">It is not one, or of a version that this program doesn't know; it names byte and cause.</exception>
    public static ControlState Decode(ReadOnlyMemory<byte> bytes)
    {
        var reader = new EventReader(bytes, "snapshot");
        if (reader.Int() != Magic)
            throw reader.Fault("it doesn't begin like a snapshot");
        int version = reader.Short();
        if (version is < 1 or > Version)
            throw reader.Fault($"version {version} is unknown; this program knows 1 to {Version}");
        ControlState state = Read(reader, version);
        reader.End();
        return state;
    }

    /// <summary>Writes a snapshot.</summary>
    public static byte[] Encode(ControlState state)
    {
        var writer = new EventWriter();
        int version = state.Experts.Values.Any(expert => expert.Bounds is not null) ? Version : Version - 1;
        writer.Int(Magic);
        writer.Short(version);
        Write(writer, state, version);
        return writer.ToArray();
    }
}
