using System.Globalization;
using System.Runtime.InteropServices;
using ElasticMoE.Model.Files;
using Microsoft.Win32.SafeHandles;

namespace ElasticMoE.Model.Residency;

/// <summary>
/// Memory in pages of 2 MiB, where the system has them: a processor that streams weights then looks up one address in 512. Linux alone;
/// a file's cached pages become huge where its file system keeps large ones, and all processes that map the file share them.
/// </summary>
public static unsafe partial class HugePages
{
    /// <summary>Switches huge pages off where it is "off".</summary>
    public const string Variable = "EMOE_HUGE_PAGES";

    /// <summary>What a huge page begins at a multiple of.</summary>
    public const int PageBytes = 2 << 20;

    /// <summary>Below it address look-ups are too few to matter.</summary>
    internal const long FileBytesMin = 32L << 20;

    /// <summary>Read again at once: the pages of that many are given back before others are needed. Less at first, since where that doesn't become huge it was read for nothing.</summary>
    private const long FirstPieceBytes = 32L << 20, PieceBytes = 256L << 20;

    /// <summary>How often a piece of which some stays in small pages is read again.</summary>
    private const int ReadsMax = 3;

    private const int AdviceHugePage = 14, AdvicePopulateWrite = 23;

    /// <summary>Asks for huge pages for memory that hasn't been touched yet. False where the system has none or they are switched off.</summary>
    public static bool TryAdvise(byte* start, long length) =>
        OperatingSystem.IsLinux() && Environment.GetEnvironmentVariable(Variable) != "off" && Advise(start, (nuint)length, AdviceHugePage) == 0;

    /// <summary>
    /// Brings parts of a file to memory, in huge pages where that is possible. Pages that are cached in small ones already (what writing a
    /// file leaves) are read again from the disk, unless another process maps them.
    /// </summary>
    /// <returns>Whether nine tenths of what is mapped are in huge pages now.</returns>
    internal static bool TryPopulate(MappedFile file, IReadOnlyList<(long Offset, long Length)> parts)
    {
        if (parts.Count == 0 || !TryAdvise(file.Start, file.Length))
            return false;
        foreach ((long offset, long length) in parts)
            MemoryPages.Populate(file.Start + offset, length);
        MappedMemory mapped = MappedMemory.Of(file);
        if (mapped.HugeBytes > 0 && mapped.HugeBytes >= parts.Sum(WholePages))
            return mapped.IsHuge;
        using SafeFileHandle handle = File.OpenHandle(file.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        foreach ((long Offset, long Length) piece in Pieces(file, parts))
        {
            // Where nothing of a piece becomes huge the rest won't either, and reading it again would only take time.
            if (!TryReload(file, handle, piece))
                break;
        }
        return MappedMemory.Of(file).IsHuge;
    }

    /// <summary>Brings a piece to huge pages, as much of it as can be. Whether any of it is in them.</summary>
    private static bool TryReload(MappedFile file, SafeFileHandle handle, (long Offset, long Length) piece)
    {
        byte* start = file.Start + piece.Offset;
        MemoryPages.Discard(start, piece.Length);
        long others = MappedMemory.Of(file).HugeBytes, has = Read(), all = piece.Length / PageBytes * PageBytes;
        for (int tries = 0; has < all && tries < ReadsMax; tries++)
        {
            // Memory that is full of small cached pages has no two megabytes in one place; asking for some makes the system put them together.
            if (tries > 0 && !MakeRoom(piece.Length))
                break;
            MemoryPages.Discard(start, piece.Length);
            MemoryPages.DropCached(handle, piece.Offset, piece.Length);
            has = Read();
        }
        return has > 0;

        long Read()
        {
            MemoryPages.Populate(start, piece.Length);
            return MappedMemory.Of(file).HugeBytes - others;
        }
    }

    /// <summary>Takes memory in huge pages and gives it back, so that there are some. False where the system won't.</summary>
    private static bool MakeRoom(long bytes)
    {
        byte* room = (byte*)NativeMemory.AlignedAlloc((nuint)bytes, PageBytes);
        try
        {
            return TryAdvise(room, bytes) && Advise(room, (nuint)bytes, AdvicePopulateWrite) == 0;
        }
        finally
        {
            NativeMemory.AlignedFree(room);
        }
    }

    /// <summary>Bytes of the huge pages that lie wholly within a part.</summary>
    private static long WholePages((long Offset, long Length) part)
    {
        long first = (part.Offset + PageBytes - 1) / PageBytes, end = (part.Offset + part.Length) / PageBytes;
        return Math.Max(0, end - first) * PageBytes;
    }

    /// <summary>All huge pages that the parts touch, in pieces that are read again one by one.</summary>
    private static IEnumerable<(long Offset, long Length)> Pieces(MappedFile file, IReadOnlyList<(long Offset, long Length)> parts)
    {
        long done = 0;
        foreach ((long offset, long length) in parts.OrderBy(part => part.Offset))
        {
            long end = Math.Min(file.Length, (offset + length + PageBytes - 1) / PageBytes * PageBytes);
            for (long at = Math.Max(done, offset / PageBytes * PageBytes); at < end; at = done)
            {
                done = Math.Min(end, at + (done == 0 ? FirstPieceBytes : PieceBytes));
                yield return (at, done - at);
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "madvise", SetLastError = true)]
    private static partial int Advise(byte* start, nuint length, int advice);

    /// <summary>How much of a mapping is in memory, and how much of that in huge pages, as `/proc/self/smaps` tells.</summary>
    private readonly record struct MappedMemory(long Bytes, long HugeBytes)
    {
        public bool IsHuge => HugeBytes > 0 && HugeBytes >= Bytes / 10 * 9;

        public static MappedMemory Of(MappedFile file)
        {
            var sum = new MappedMemory();
            bool inside = false;
            foreach (string line in File.ReadLines("/proc/self/smaps"))
            {
                if (char.IsAsciiHexDigitLower(line[0]))
                    inside = IsWithin(file, line);
                else if (inside && line.StartsWith("Rss:", StringComparison.Ordinal))
                    sum = sum with { Bytes = sum.Bytes + BytesOf(line) };
                else if (inside && line.StartsWith("FilePmdMapped:", StringComparison.Ordinal))
                    sum = sum with { HugeBytes = sum.HugeBytes + BytesOf(line) };
            }
            return sum;
        }

        /// <summary>"7f0012345000-7f0012346000 r--s …": whether it begins in the file's mapping.</summary>
        private static bool IsWithin(MappedFile file, string line)
        {
            long start = long.Parse(line.AsSpan(0, line.IndexOf('-')), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            return start >= (long)file.Start && start < (long)file.Start + file.Length;
        }

        /// <summary>"Rss:   758328 kB".</summary>
        private static long BytesOf(string line)
        {
            ReadOnlySpan<char> value = line.AsSpan(line.IndexOf(':') + 1).Trim();
            return 1024 * long.Parse(value[..value.IndexOf(' ')], CultureInfo.InvariantCulture);
        }
    }
}
