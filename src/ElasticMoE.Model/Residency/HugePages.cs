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

    private const int AdviceHugePage = 14;

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
        if (MappedMemory.Of(file).IsHuge)
            return true;
        using SafeFileHandle handle = File.OpenHandle(file.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        // Where a sample doesn't become huge the rest won't either, and reading it again would only take time.
        (long Offset, long Length) largest = parts.MaxBy(part => part.Length);
        (long Offset, long Length) sample = (largest.Offset, Math.Min(largest.Length, 2L * PageBytes));
        MemoryPages.Discard(file.Start + sample.Offset, sample.Length);
        long others = MappedMemory.Of(file).HugeBytes;
        Reload(file, handle, sample);
        if (MappedMemory.Of(file).HugeBytes == others)
            return false;
        foreach ((long Offset, long Length) part in parts)
            Reload(file, handle, part);
        return MappedMemory.Of(file).IsHuge;
    }

    private static void Reload(MappedFile file, SafeFileHandle handle, (long Offset, long Length) part)
    {
        MemoryPages.Discard(file.Start + part.Offset, part.Length);
        MemoryPages.DropCached(handle, part.Offset, part.Length);
        MemoryPages.Populate(file.Start + part.Offset, part.Length);
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
