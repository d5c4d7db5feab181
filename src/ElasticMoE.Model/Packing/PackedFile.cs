using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using ElasticMoE.Contracts;
using ElasticMoE.Model.Weights;

namespace ElasticMoE.Model.Packing;

/// <summary>A packed file, mapped read-only, so that all processes of a machine share its pages.</summary>
internal sealed unsafe class PackedFile : IDisposable
{
    private readonly MemoryMappedFile _map;
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _data;
    private readonly PackedIndex _index;
    private readonly Dictionary<string, PackedEntry> _entries;

    private PackedFile(string path, PackedIndex index)
    {
        (Path, _index) = (path, index);
        _entries = index.Entries.ToDictionary(e => e.Name);
        _map = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        _view = _map.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _data);
    }

    public string Path { get; }

    /// <summary>Bytes of all sections.</summary>
    public long Bytes => _index.Sections.Sum(s => s.Length);

    public IReadOnlyList<PackedSection> Sections => _index.Sections;

    public IReadOnlyList<PackedEntry> Entries => _index.Entries;

    /// <summary>Opens a packed file; null where there is none, or its index is damaged.</summary>
    public static PackedFile? TryOpen(string path)
    {
        if (!File.Exists(path))
            return null;
        using FileStream stream = File.OpenRead(path);
        var prefix = new byte[PackedIndex.PrefixBytes];
        if (stream.ReadAtLeast(prefix, prefix.Length, throwOnEndOfStream: false) < prefix.Length)
            return null;
        int length = PackedIndex.BodyLength(prefix, stream.Length);
        if (length < 0)
            return null;
        var body = new byte[length];
        stream.ReadExactly(body);
        return PackedIndex.Parse(prefix, body, stream.Length) is { } index ? new(path, index) : null;
    }

    /// <summary>The sections whose bytes are not what was packed; reads the whole file.</summary>
    public IReadOnlyList<string> DamagedSections(int threads) =>
        [.. _index.Sections.AsParallel().AsOrdered().WithDegreeOfParallelism(threads).Where(s => !IsIntact(s)).Select(s => s.Name)];

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

    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _map.Dispose();
    }

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
