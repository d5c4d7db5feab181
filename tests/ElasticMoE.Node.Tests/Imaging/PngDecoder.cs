using System.Buffers.Binary;
using System.IO.Compression;
using ElasticMoE.Node.Imaging;

namespace ElasticMoE.Node.Tests.Imaging;

/// <summary>Reads the PNG files that the writer makes, by the specification and with a checksum computed bit by bit.</summary>
internal static class PngDecoder
{
    public static Rgb[,] Decode(byte[] file)
    {
        Assert.Equal([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], file[..8]);
        var chunks = Chunks(file).ToList();
        Assert.Equal(["IHDR", "IDAT", "IEND"], chunks.Select(c => c.Type));
        byte[] header = chunks[0].Data;
        Assert.Equal([8, 2, 0, 0, 0], header[8..]);
        int width = BinaryPrimitives.ReadInt32BigEndian(header), height = BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(4));
        using var zlib = new ZLibStream(new MemoryStream(chunks[1].Data), CompressionMode.Decompress);
        var pixels = new Rgb[height, width];
        var row = new byte[1 + width * 3];
        for (int y = 0; y < height; y++)
        {
            zlib.ReadExactly(row);
            Assert.Equal(0, row[0]);
            for (int x = 0; x < width; x++)
                pixels[y, x] = new Rgb(row[1 + x * 3], row[2 + x * 3], row[3 + x * 3]);
        }
        Assert.Equal(-1, zlib.ReadByte());
        return pixels;
    }

    private static IEnumerable<(string Type, byte[] Data)> Chunks(byte[] file)
    {
        for (int at = 8; at < file.Length;)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            byte[] checkedPart = file[(at + 4)..(at + 8 + length)];
            Assert.Equal(BitwiseCrc(checkedPart), BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at + 8 + length)));
            yield return (System.Text.Encoding.ASCII.GetString(checkedPart, 0, 4), checkedPart[4..]);
            at += 12 + length;
        }
    }

    private static uint BitwiseCrc(byte[] data)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in data)
        {
            for (int bit = 0; bit < 8; bit++)
            {
                bool odd = ((crc ^ (uint)(value >> bit)) & 1) != 0;
                crc = odd ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
            }
        }
        return ~crc;
    }
}
