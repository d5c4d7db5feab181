using System.Buffers.Binary;
using System.Text;
using ElasticMoE.Contracts;
using ElasticMoE.Model.Files;

namespace ElasticMoE.Model.Gguf;

/// <summary>Reads the numbers and texts of a GGUF header front to back; never past the end of the file.</summary>
internal sealed class GgufCursor(MappedFile file)
{
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public long At { get; private set; }

    public string Path => file.Path;

    public long Left => file.Length - At;

    public byte Byte() => Take(1)[0];

    public ushort UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(sizeof(ushort)));

    public uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(sizeof(uint)));

    public ulong UInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(sizeof(ulong)));

    /// <summary>A number of things of at least so many bytes each, which the rest of the file must be able to hold.</summary>
    public int Count(string what, int countMax, int bytesEach)
    {
        ulong count = UInt64();
        if (count > (ulong)countMax)
            throw new InputException(Path, $"claims {count} {what}; the limit is {countMax}");
        if ((long)count > Left / bytesEach)
            throw new InputException(Path, $"claims {count} {what}, which the rest of the file can't hold; it is cut short or damaged");
        return (int)count;
    }

    /// <summary>A text: its length in bytes, then UTF-8.</summary>
    public string Text(string what, int bytesMax)
    {
        ReadOnlySpan<byte> bytes = Take(Count($"bytes of {what}", bytesMax, 1));
        try
        {
            return s_utf8.GetString(bytes);
        }
        catch (DecoderFallbackException inner)
        {
            throw new InputException(Path, $"{what} is not valid UTF-8", inner: inner);
        }
    }

    private ReadOnlySpan<byte> Take(int bytes)
    {
        if (bytes > Left)
            throw new InputException(Path, $"ends within its header, at byte {file.Length}; it is cut short");
        ReadOnlySpan<byte> taken = file.Span(At, bytes);
        At += bytes;
        return taken;
    }
}
