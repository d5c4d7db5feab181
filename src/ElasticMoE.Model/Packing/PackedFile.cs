using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using ElasticMoE.Contracts;
using ElasticMoE.Model.Files;
using ElasticMoE.Model.Residency;

namespace ElasticMoE.Model.Packing;

/// <summary>A packed file, mapped read-only, so that all processes of a machine share its pages.</summary>
internal sealed unsafe class PackedFile : IDisposable
{
    private readonly MappedFile _file;
    private readonly byte* _data;
    private readonly PackedIndex _index;
    private readonly Dictionary<string, PackedEntry> _entries;

    private PackedFile(MappedFile file, PackedIndex index)
    {
        (_file, _index) = (file, index);
        _entries = index.Entries.ToDictionary(e => e.Name);
        _data = file.Start;
    }

    public string Path => _file.Path;

    public SourceFile Source => new(_file.Path, _file.Length, _file.ModifiedUtc);

    /// <summary>Bytes of all sections.</summary>
    public long Bytes => _index.Sections.Sum(s => s.Length);

    public PackedIndex Index => _index;

    /// <summary>SHA-256 of a model's config digest and of all sections' names and digests.</summary>
    public byte[] Digest(string configDigest) => _index.Digest(configDigest);

    public IReadOnlyList<PackedEntry> Entries => _index.Entries;

    /// <summary>Opens a packed file; null where there is none, its index is damaged, or it is cut short.</summary>
    public static PackedFile? TryOpen(string path)
    {
        if (!File.Exists(path))
            return null;
        MappedFile file = MappedFile.Open(path);
        if (PackedIndex.Read(file) is { } index && index.FileBytes <= file.Length)
            return new(file, index);
        file.Dispose();
        return null;
    }

    /// <summary>Brings the sections that are wanted to memory in huge pages, where there are any and the file is large enough to gain by them.</summary>
    /// <param name="withExperts">False to leave out routed experts.</param>
    public void PopulateHuge(bool withExperts)
    {
        if (_file.Length < HugePages.FileBytesMin)
            return;
        var parts = new List<(long Offset, long Length)>();
        foreach (PackedSection section in _index.Sections.Where(s => withExperts || !s.IsExpert).OrderBy(s => s.Offset))
        {
            if (parts.Count > 0 && section.Offset - (parts[^1].Offset + parts[^1].Length) < Environment.SystemPageSize)
                parts[^1] = (parts[^1].Offset, section.Offset + section.Length - parts[^1].Offset);
            else
                parts.Add((section.Offset, section.Length));
        }
        HugePages.TryPopulate(_file, parts);
    }

    /// <summary>The sections whose bytes are not what was packed; reads all that are wanted.</summary>
    /// <param name="threads">Sections read at once.</param>
    /// <param name="withExperts">False to leave out routed experts.</param>
    public IReadOnlyList<string> DamagedSections(int threads, bool withExperts = true) =>
        [.. _index.Sections.Where(s => withExperts || !s.IsExpert).AsParallel().AsOrdered().WithDegreeOfParallelism(threads).Where(s => !IsIntact(s)).Select(s => s.Name)];

    public PackedMatrix Matrix(string name) => TryMatrix(name) ?? throw Missing(name);

    public PackedMatrix? TryMatrix(string name) =>
        _entries.TryGetValue(name, out PackedEntry? entry) ? new(entry.Format, entry.Outputs, entry.Inputs, _data + entry.Offset) : null;

    /// <summary>All matrices of an entry that holds one per head.</summary>
    public PackedMatrix[] Matrices(string name)
    {
        PackedEntry entry = _entries.GetValueOrDefault(name) ?? throw Missing(name);
        var matrices = new PackedMatrix[entry.Count];
        for (int i = 0; i < matrices.Length; i++)
            matrices[i] = new(entry.Format, entry.Outputs, entry.Inputs, _data + entry.Offset + i * entry.MatrixBytes);
        return matrices;
    }

    public EmbeddingTable Rows(string name)
    {
        PackedEntry entry = _entries.GetValueOrDefault(name) ?? throw Missing(name);
        return new(entry.Format, entry.Outputs, entry.Inputs, _data + entry.Offset);
    }

    /// <summary>A vector, or null where the model has none of that name.</summary>
    public float[]? Vector(string name) =>
        _entries.TryGetValue(name, out PackedEntry? entry)
            ? MemoryMarshal.Cast<byte, float>(new ReadOnlySpan<byte>(_data + entry.Offset, (int)entry.Bytes)).ToArray()
            : null;

    public void Dispose() => _file.Dispose();

    private bool IsIntact(PackedSection section)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        const int Piece = 1 << 26;
        for (long done = 0; done < section.Length; done += Piece)
            hash.AppendData(new ReadOnlySpan<byte>(_data + section.Offset + done, (int)Math.Min(Piece, section.Length - done)));
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(digest);
        return section.Digest.Span.SequenceEqual(digest);
    }

    private InputException Missing(string name) => new(Path, $"holds no {name}");
}
