using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using ElasticMoE.Contracts;
using ElasticMoE.Kernels;
using ElasticMoE.Model.Files;

namespace ElasticMoE.Model.Packing;

/// <summary>
/// The table of contents at the head of a packed file, little-endian: magic (8 bytes), index length (u32), SHA-256 of the index
/// (32 bytes), then the index: section count and sections, entry count and entries. Sections begin on page borders behind it.
/// </summary>
internal sealed record PackedIndex(IReadOnlyList<PackedSection> Sections, IReadOnlyList<PackedEntry> Entries)
{
    public const int PrefixBytes = 8 + 4 + SHA256.HashSizeInBytes;
    private static readonly byte[] Magic = "EMOEPAK1"u8.ToArray();

    /// <summary>Bytes of prefix and index together; depends on names and counts alone, not on offsets or digests.</summary>
    public int Bytes => PrefixBytes + Body().Length;

    public byte[] Format()
    {
        byte[] body = Body();
        var bytes = new byte[PrefixBytes + body.Length];
        Magic.CopyTo(bytes, 0);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), body.Length);
        SHA256.HashData(body, bytes.AsSpan(12));
        body.CopyTo(bytes, PrefixBytes);
        return bytes;
    }

    /// <summary>Bytes of a whole file with this index.</summary>
    public long FileBytes => Sections.Max(section => section.Offset + section.Length);

    /// <summary>SHA-256 of a model's config digest and of all sections' names and digests.</summary>
    public byte[] Digest(string configDigest)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(configDigest));
        foreach (PackedSection section in Sections)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(section.Name));
            hash.AppendData(section.Digest.Span);
        }
        return hash.GetHashAndReset();
    }

    /// <summary>Reads the index of a file, whose sections may be missing; null where the file is none of ours, or its index is damaged.</summary>
    public static PackedIndex? Read(MappedFile file)
    {
        if (file.Length < PrefixBytes)
            return null;
        ReadOnlySpan<byte> prefix = file.Span(0, PrefixBytes);
        int length = BinaryPrimitives.ReadInt32LittleEndian(prefix[8..]);
        if (!prefix[..8].SequenceEqual(Magic) || length <= 0 || length > Limits.PackedIndexBytesMax || PrefixBytes + (long)length > file.Length)
            return null;
        byte[] body = file.Span(PrefixBytes, length).ToArray();
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(body, digest);
        return prefix.Slice(12, digest.Length).SequenceEqual(digest) ? Parse(body) : null;
    }

    /// <summary>The digest speaks for the index.</summary>
    private static PackedIndex Parse(byte[] body)
    {
        using var reader = new BinaryReader(new MemoryStream(body), Encoding.UTF8);
        var sections = new PackedSection[reader.ReadInt32()];
        for (int i = 0; i < sections.Length; i++)
            sections[i] = new(reader.ReadString(), reader.ReadInt64(), reader.ReadInt64(), reader.ReadBytes(SHA256.HashSizeInBytes));
        var entries = new PackedEntry[reader.ReadInt32()];
        for (int i = 0; i < entries.Length; i++)
            entries[i] = ReadEntry(reader);
        return new(sections, entries);
    }

    private static PackedEntry ReadEntry(BinaryReader reader) =>
        new(reader.ReadString(), (PackedEntryKind)reader.ReadByte(), (WeightFormat)reader.ReadByte(), reader.ReadInt32(), reader.ReadInt32(),
            reader.ReadInt32(), reader.ReadInt64());

    private byte[] Body()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write(Sections.Count);
        foreach (PackedSection section in Sections)
        {
            writer.Write(section.Name);
            writer.Write(section.Offset);
            writer.Write(section.Length);
            writer.Write(section.Digest.Span);
        }
        writer.Write(Entries.Count);
        foreach (PackedEntry entry in Entries)
            WriteEntry(writer, entry);
        writer.Flush();
        return stream.ToArray();
    }

    private static void WriteEntry(BinaryWriter writer, PackedEntry entry)
    {
        writer.Write(entry.Name);
        writer.Write((byte)entry.Kind);
        writer.Write((byte)entry.Format);
        writer.Write(entry.Count);
        writer.Write(entry.Outputs);
        writer.Write(entry.Inputs);
        writer.Write(entry.Offset);
    }
}
