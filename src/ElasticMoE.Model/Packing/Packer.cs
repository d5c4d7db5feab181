using System.Buffers;
using System.Runtime.ExceptionServices;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace ElasticMoE.Model.Packing;

/// <summary>
/// Writes a packed file: places every section, packs sections side by side, and puts the finished file under its name in one rename,
/// so that a reader sees all of it or nothing.
/// </summary>
internal sealed class Packer
{
    private const int SectionAlignment = 4096;
    private const int EntryAlignment = 64;
    private const int FlushBytes = 1 << 20;

    private readonly PackPlan _plan;
    private readonly PackedSection[] _sections;
    private readonly PackedEntry[][] _entries;
    private long _written;

    private Packer(PackPlan plan)
    {
        _plan = plan;
        _sections = new PackedSection[plan.Sections.Count];
        _entries = new PackedEntry[plan.Sections.Count][];
        Place(0);
        Place(Align(Index().Bytes, SectionAlignment));
    }

    /// <summary>Packs into <paramref name="path"/>, whose folder exists.</summary>
    /// <param name="plan">What to pack.</param>
    /// <param name="path">The file's final name; nothing of it is seen before it is whole.</param>
    /// <param name="threads">Sections packed at once.</param>
    /// <param name="progress">Told the bytes done and the bytes in all.</param>
    public static void Write(PackPlan plan, string path, int threads, IProgress<LoadProgress>? progress)
    {
        var packer = new Packer(plan);
        string temporary = $"{path}.{Environment.ProcessId}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (SafeFileHandle file = File.OpenHandle(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, FileOptions.None, packer.Length))
            {
                packer.WriteSections(file, threads, progress);
                RandomAccess.Write(file, packer.Index().Format(), 0);
                RandomAccess.FlushToDisk(file);
            }
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private long Length => _sections[^1].Offset + _sections[^1].Length;

    private PackedIndex Index() => new(_sections, [.. _entries.SelectMany(e => e)]);

    private void Place(long offset)
    {
        for (int i = 0; i < _sections.Length; i++)
        {
            long start = offset;
            _entries[i] = new PackedEntry[_plan.Sections[i].Items.Count];
            for (int j = 0; j < _entries[i].Length; j++)
            {
                _entries[i][j] = _plan.Sections[i].Items[j].At(offset);
                offset = Align(offset + _entries[i][j].Bytes, EntryAlignment);
            }
            _sections[i] = new(_plan.Sections[i].Name, start, offset - start, new byte[SHA256.HashSizeInBytes]);
            offset = Align(offset, SectionAlignment);
        }
    }

    /// <summary>What stops one section is thrown as it is: callers tell a full disk, an unusable file and a user's interrupt apart.</summary>
    private void WriteSections(SafeFileHandle file, int threads, IProgress<LoadProgress>? progress)
    {
        try
        {
            Parallel.For(0, _sections.Length, new ParallelOptions { MaxDegreeOfParallelism = threads }, i => WriteSection(file, i, progress));
        }
        catch (AggregateException failed)
        {
            ExceptionDispatchInfo.Throw(failed.InnerExceptions[0]);
        }
    }

    private void WriteSection(SafeFileHandle file, int index, IProgress<LoadProgress>? progress)
    {
        PackedSection section = _sections[index];
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        IReadOnlyList<PackItem> items = _plan.Sections[index].Items;
        for (int i = 0; i < items.Count; i++)
        {
            long end = i + 1 < items.Count ? _entries[index][i + 1].Offset : section.Offset + section.Length;
            WriteItem(new SectionWriter(file, hash, _entries[index][i].Offset), items[i], end);
        }
        _sections[index] = section with { Digest = hash.GetHashAndReset() };
        progress?.Report(new("packing weights", Interlocked.Add(ref _written, section.Length), Length));
    }

    private static void WriteItem(SectionWriter writer, PackItem item, long end)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(Math.Max(FlushBytes, item.UnitBytes) + item.UnitBytes);
        int filled = 0;
        for (int unit = 0; unit < item.Units; unit++)
        {
            filled += item.Write(unit, buffer.AsSpan(filled, item.UnitBytes));
            if (filled < FlushBytes)
                continue;
            writer.Write(buffer.AsSpan(0, filled));
            filled = 0;
        }
        writer.Write(buffer.AsSpan(0, filled));
        ArrayPool<byte>.Shared.Return(buffer);
        writer.PadTo(end);
    }

    private static long Align(long offset, int alignment) => (offset + alignment - 1) / alignment * alignment;
}
