using System.Collections.Concurrent;
using System.Security.Cryptography;
using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.Model.Configuration;
using ElasticMoE.Model.Packing;
using ElasticMoE.Model.Residency;
using ElasticMoE.Model.Weights;

namespace ElasticMoE.Model.Hosting;

/// <summary>
/// A node's experts as bytes: where they lie on this machine, and which are mapped. Each content is checked against its digest at its first
/// load in this process, and never again. Fetching, loading and unloading one expert is for one caller at a time; different ones, and
/// reading, go side by side.
/// </summary>
public sealed class ExpertLibrary : IExpertTable, IDisposable
{
    private readonly ExpertStore _store;
    private readonly ExpertStore? _shared;
    private readonly ConcurrentDictionary<ExpertVersion, LoadedExpert> _loaded = [];
    private readonly ConcurrentDictionary<ContentDigest, LoadedExpert> _loadedByContent = [];
    private readonly ConcurrentDictionary<(string Path, ContentDigest Digest), bool> _checked = [];
    private readonly Dictionary<ContentDigest, PackedSection> _packed;

    /// <param name="manifest">The model.</param>
    /// <param name="store">The node's own store.</param>
    /// <param name="shared">A store that many machines read, or null.</param>
    public ExpertLibrary(ModelManifest manifest, ExpertStore store, ExpertStore? shared)
    {
        (Manifest, _store, _shared) = (manifest, store, shared);
        _packed = [];
        for (int layer = 0; layer < manifest.ExpertsPerLayer.Count; layer++)
        {
            for (int expert = 0; expert < manifest.ExpertsPerLayer[layer]; expert++)
                _packed[manifest.ContentOf(new(layer, expert)).Digest] = manifest.SectionOf(new(layer, expert));
        }
    }

    /// <summary>The model.</summary>
    public ModelManifest Manifest { get; }

    /// <summary>How often content was checked against its digest.</summary>
    public int DigestsChecked { get; private set; }

    ModelConfig IExpertTable.Config => Manifest.Config;

    /// <summary>What a version's bytes are; version 0 is in the manifest, others are as long.</summary>
    /// <param name="replica">The version.</param>
    /// <param name="digest">Its digest; for version 0 it isn't needed.</param>
    public ExpertContent ContentOf(ExpertVersion replica, ContentDigest? digest)
    {
        ExpertContent original = Manifest.ContentOf(replica.Expert);
        return replica.Version == 0 ? original
            : digest is { } known ? original with { Digest = known }
            : throw new InputException($"expert {replica}", "nobody has said what its bytes are");
    }

    /// <summary>Whether content lies on this machine, as far as its length tells, and wasn't found damaged.</summary>
    public bool IsStored(in ExpertContent content) => Locate(content) is not null;

    /// <summary>Copies content from the shared store to the node's own.</summary>
    /// <returns>False where the shared store doesn't have it.</returns>
    /// <exception cref="InputException">It is damaged there, or can't be written here.</exception>
    public bool TryCopyShared(in ExpertContent content)
    {
        if (_shared is null || !_shared.Holds(content))
            return false;
        using MappedRange source = MappedRange.Open(_shared.PathOf(content.Digest), 0, content.Bytes);
        using ExpertWriter writer = _store.Begin(content);
        byte[] piece = new byte[Limits.PieceBytesMax];
        while (writer.Written < content.Bytes)
        {
            Span<byte> bytes = piece.AsSpan(0, (int)Math.Min(piece.Length, content.Bytes - writer.Written));
            source.TryRead(writer.Written, bytes);
            writer.Append(bytes);
        }
        Complete(writer, content);
        return true;
    }

    /// <summary>Begins to write content that comes from elsewhere to the node's store.</summary>
    public ExpertWriter Begin(in ExpertContent content) => _store.Begin(content);

    /// <summary>Ends what <see cref="Begin"/> began; its digest has been checked with that.</summary>
    public void Complete(ExpertWriter writer, in ExpertContent content)
    {
        writer.Complete();
        _checked[(_store.PathOf(content.Digest), content.Digest)] = true;
    }

    /// <summary>Brings an expert's weights to memory, or back to it.</summary>
    /// <returns>Whether they are known to stay there.</returns>
    /// <exception cref="InputException">They are not on this machine, or not what their digest says.</exception>
    public bool Load(ExpertVersion replica, in ExpertContent content)
    {
        if (_loaded.TryGetValue(replica, out LoadedExpert? there))
            return there.Range.Populate();
        (string Path, long Offset) place = Locate(content) ?? throw new InputException($"expert {replica}", "its weights are not on this machine");
        MappedRange range = MappedRange.Open(place.Path, place.Offset, content.Bytes);
        try
        {
            bool stays = range.Populate();
            Check(replica, content, range);
            var expert = new LoadedExpert(range, Manifest.LayoutOf(replica.Expert));
            _loaded[replica] = _loadedByContent[content.Digest] = expert;
            return stays;
        }
        catch
        {
            range.Dispose();
            throw;
        }
    }

    /// <summary>Gives an expert's memory back. Nobody may hold it.</summary>
    public void Unload(ExpertVersion replica)
    {
        if (!_loaded.TryRemove(replica, out LoadedExpert? expert))
            return;
        foreach ((ContentDigest digest, LoadedExpert loaded) in _loadedByContent)
        {
            if (loaded == expert)
                _loadedByContent.TryRemove(digest, out _);
        }
        expert.Dispose();
    }

    /// <summary>Whether an expert that was loaded is still in memory, as far as the system tells.</summary>
    public bool IsResident(ExpertVersion replica) => _loaded.TryGetValue(replica, out LoadedExpert? expert) && expert.Range.IsResident();

    /// <summary>Takes an expert's pages out of memory while it stays loaded, as the system does when it needs them; for tests and measurements.</summary>
    public void Evict(ExpertVersion replica)
    {
        if (_loaded.TryGetValue(replica, out LoadedExpert? expert))
            expert.Range.Evict();
    }

    /// <summary>Lets the system drop cached pages of content that is not loaded, so that it comes from the disk next; for measurements.</summary>
    public void DropCached(in ExpertContent content)
    {
        if (Locate(content) is not { } place)
            return;
        using var file = File.OpenHandle(place.Path);
        MemoryPages.DropCached(file, place.Offset, content.Bytes);
    }

    /// <summary>Reads bytes of content for a peer, from wherever it lies on this machine.</summary>
    /// <returns>False where it doesn't, or has fewer bytes.</returns>
    public bool TryRead(ContentDigest digest, long offset, Span<byte> bytes)
    {
        try
        {
            if (_loadedByContent.TryGetValue(digest, out LoadedExpert? loaded) && offset + bytes.Length <= loaded.Range.Length && loaded.Range.TryRead(offset, bytes))
                return true;
            string own = _store.PathOf(digest);
            if (File.Exists(own))
                return TryRead(own, offset, bytes);
            return _packed.TryGetValue(digest, out PackedSection? section) && offset + bytes.Length <= section.Length
                && Manifest.WeightsPath is { } packed && File.Exists(packed) && TryRead(packed, section.Offset + offset, bytes);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    FeedForwardWeights IExpertTable.Find(int layer, int expert, int version) =>
        _loaded.TryGetValue(new(new(layer, expert), version), out LoadedExpert? loaded)
            ? loaded.Weights
            : throw new InvalidOperationException($"expert {layer}/{expert}@{version} is not in memory");

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (ExpertVersion replica in _loaded.Keys)
            Unload(replica);
    }

    private static bool TryRead(string path, long offset, Span<byte> bytes)
    {
        using var file = File.OpenHandle(path);
        return RandomAccess.Read(file, bytes, offset) == bytes.Length;
    }

    private (string Path, long Offset)? Locate(in ExpertContent content)
    {
        if (_store.Holds(content))
            return (_store.PathOf(content.Digest), 0);
        return _packed.TryGetValue(content.Digest, out PackedSection? section)
            && Manifest.WeightsPath is { } path
            && new FileInfo(path) is { Exists: true } file && file.Length >= section.Offset + section.Length
            && !IsDamaged(path, content.Digest)
                ? (path, section.Offset)
                : null;
    }

    private bool IsDamaged(string path, ContentDigest digest) => _checked.TryGetValue((path, digest), out bool intact) && !intact;

    private unsafe void Check(ExpertVersion replica, in ExpertContent content, MappedRange range)
    {
        if (_checked.TryGetValue((range.Path, content.Digest), out bool intact) && intact)
            return;
        DigestsChecked++;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        const int Piece = 1 << 26;
        for (long done = 0; done < range.Length; done += Piece)
            hash.AppendData(new ReadOnlySpan<byte>(range.Start + done, (int)Math.Min(Piece, range.Length - done)));
        Span<byte> digest = stackalloc byte[ContentDigest.Size];
        hash.GetHashAndReset(digest);
        _checked[(range.Path, content.Digest)] = intact = ContentDigest.Read(digest) == content.Digest;
        if (intact)
            return;
        // The node's own copy is worth nothing; it is fetched anew.
        if (range.Path == _store.PathOf(content.Digest))
            _store.Remove(content.Digest);
        throw new InputException($"expert {replica}", $"its bytes in {range.Path} don't match their digest");
    }
}
