using ElasticMoE.Model.Files;
using ElasticMoE.Model.Residency;
using ElasticMoE.Testing;

namespace ElasticMoE.Model.Tests.Residency;

public sealed class HugePagesTests : IDisposable
{
    private const int Bytes = 16 << 20;

    private readonly TemporaryFolder _folder = new();
    private readonly string _path;
    private readonly byte[] _bytes = new byte[Bytes];

    public HugePagesTests()
    {
        _path = _folder.PathOf("weights");
        new Random(3).NextBytes(_bytes);
        using FileStream file = File.Create(_path);
        // Small writes leave small pages, and pages that aren't on the disk yet can't be read anew.
        for (int at = 0; at < Bytes; at += 4096)
            file.Write(_bytes.AsSpan(at, 4096));
        file.Flush(flushToDisk: true);
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0, Bytes)]
    [InlineData(5 << 20, 6 << 20)]
    public unsafe void WhatIsBroughtToMemoryIsTheFile(long offset, long length)
    {
        using var file = MappedFile.Open(_path);
        HugePages.TryPopulate(file, [(offset, length)]);
        Assert.True(MemoryPages.AreResident(file.Start + offset, length));
        Assert.True(_bytes.AsSpan().SequenceEqual(file.Span(0, Bytes)));
    }

    [Fact]
    public void SmallPagesBecomeHugeWhereTheFileSystemHasLargeOnes()
    {
        using var file = MappedFile.Open(_path);
        bool isHuge = HugePages.TryPopulate(file, [(0, Bytes)]);
        long huge = HugeBytes();
        Assert.Equal(isHuge, huge >= Bytes / 10 * 9);
        using var second = MappedFile.Open(_path);
        Assert.Equal(isHuge, HugePages.TryPopulate(second, [(0, Bytes)]));
    }

    [Fact]
    public void OneHugePageAmongSmallOnesDoesNotPassForAll()
    {
        // What is left behind where somebody else mapped the rest.
        using (var some = MappedFile.Open(_path))
            HugePages.TryPopulate(some, [(0, 2 * HugePages.PageBytes)]);
        using var all = MappedFile.Open(_path);
        bool isHuge = HugePages.TryPopulate(all, [(0, Bytes)]);
        Assert.Equal(isHuge, HugeBytes() >= Bytes / 10 * 9);
        using var fresh = MappedFile.Open(Copy());
        Assert.True(isHuge || !HugePages.TryPopulate(fresh, [(0, Bytes)]));
    }

    [Fact]
    public void APartIsMappedInHugePagesWhereTheFileIsInThem()
    {
        using var file = MappedFile.Open(_path);
        bool isHuge = HugePages.TryPopulate(file, [(0, Bytes)]);
        long whole = HugeBytes();
        using MappedRange part = MappedRange.Open(_path, 3 << 20, 8 << 20);
        Assert.True(part.Populate());
        // From the middle of one to the middle of another.
        Assert.True(!isHuge || HugeBytes() - whole == 5 * HugePages.PageBytes);
    }

    [Fact]
    public void NothingIsDoneForNoParts()
    {
        using var file = MappedFile.Open(_path);
        Assert.False(HugePages.TryPopulate(file, []));
    }

    private string Copy()
    {
        string copy = _folder.PathOf("copy");
        using FileStream file = File.Create(copy);
        file.Write(_bytes);
        file.Flush(flushToDisk: true);
        return copy;
    }

    private long HugeBytes()
    {
        if (!OperatingSystem.IsLinux())
            return 0;
        long sum = 0;
        bool inside = false;
        foreach (string line in File.ReadLines("/proc/self/smaps"))
        {
            if (line.Contains('/'))
                inside = line.EndsWith(_path, StringComparison.Ordinal);
            else if (inside && line.StartsWith("FilePmdMapped:", StringComparison.Ordinal))
                sum += 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]);
        }
        return sum;
    }
}
