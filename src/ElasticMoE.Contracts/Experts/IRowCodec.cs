namespace ElasticMoE.Contracts.Experts;

/// <summary>How rows are written into frames. A row's bytes depend on the row alone. Safe for all threads.</summary>
public interface IRowCodec
{
    /// <summary>Its name on the wire.</summary>
    WireFormat Format { get; }

    /// <summary>Whether experts give the same outputs, bit for bit, for a row that went through it.</summary>
    bool IsExact { get; }

    /// <summary>Bytes of one row.</summary>
    int BytesOf(int width);

    /// <summary>Writes a row of width floats into as many bytes as <see cref="BytesOf"/> says.</summary>
    void Encode(ReadOnlySpan<float> row, Span<byte> bytes);

    /// <summary>Reads a row again.</summary>
    void Decode(ReadOnlySpan<byte> bytes, Span<float> row);
}
