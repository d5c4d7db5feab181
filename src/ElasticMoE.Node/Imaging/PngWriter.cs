using System.Buffers.Binary;
using System.IO.Compression;

namespace ElasticMoE.Node.Imaging;

/// <summary>Writes a canvas as a PNG file (W3C PNG specification, third edition): 8-bit RGB, one zlib stream, no filtering.</summary>
internal static class PngWriter
{
    private const byte BitDepth = 8, ColourTypeRgb = 2, FilterNone = 0;

    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    public static void Write(Stream output, Canvas canvas)
    {
        output.Write(Signature);
        WriteChunk(output, "IHDR"u8, Header(canvas));
        WriteChunk(output, "IDAT"u8, Deflated(canvas));
        WriteChunk(output, "IEND"u8, []);
    }

    /// <summary>Writes to a temporary name beside the target and renames it, so that a half-written picture never stands under the name.</summary>
    public static void WriteFile(string path, Canvas canvas)
    {
        string temporary = path + ".part";
        using (FileStream file = File.Create(temporary))
            Write(file, canvas);
        File.Move(temporary, path, overwrite: true);
    }

    private static byte[] Header(Canvas canvas)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, canvas.Width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), canvas.Height);
        header[8] = BitDepth;
        header[9] = ColourTypeRgb;
        return header;
    }

    private static byte[] Deflated(Canvas canvas)
    {
        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            for (int y = 0; y < canvas.Height; y++)
            {
                zlib.WriteByte(FilterNone);
                zlib.Write(canvas.Row(y));
            }
        }
        return compressed.ToArray();
    }

    private static void WriteChunk(Stream output, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        output.Write(number);
        output.Write(type);
        output.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32.Compute(type, data));
        output.Write(number);
    }
}
