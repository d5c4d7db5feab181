using System.Buffers.Binary;
using System.Globalization;

namespace ElasticMoE.Contracts.Control;

/// <summary>A SHA-256 digest, as four big-endian words.</summary>
public readonly record struct ContentDigest(ulong A, ulong B, ulong C, ulong D)
{
    /// <summary>Its bytes.</summary>
    public const int Size = 32;

    /// <summary>Reads <see cref="Size"/> bytes.</summary>
    public static ContentDigest Read(ReadOnlySpan<byte> from) => new(
        BinaryPrimitives.ReadUInt64BigEndian(from),
        BinaryPrimitives.ReadUInt64BigEndian(from[8..]),
        BinaryPrimitives.ReadUInt64BigEndian(from[16..]),
        BinaryPrimitives.ReadUInt64BigEndian(from[24..]));

    /// <summary>Reads 64 hexadecimal digits.</summary>
    /// <exception cref="InputException">They aren't.</exception>
    public static ContentDigest Parse(string text)
    {
        Span<byte> bytes = stackalloc byte[Size];
        return text.Length == 2 * Size && Convert.FromHexString(text, bytes, out _, out int written) == System.Buffers.OperationStatus.Done && written == Size
            ? Read(bytes)
            : throw new InputException("digest", $"'{text}' is not 64 hexadecimal digits");
    }

    /// <summary>Writes <see cref="Size"/> bytes.</summary>
    public void Write(Span<byte> to)
    {
        BinaryPrimitives.WriteUInt64BigEndian(to, A);
        BinaryPrimitives.WriteUInt64BigEndian(to[8..], B);
        BinaryPrimitives.WriteUInt64BigEndian(to[16..], C);
        BinaryPrimitives.WriteUInt64BigEndian(to[24..], D);
    }

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{A:x16}{B:x16}{C:x16}{D:x16}");
}
