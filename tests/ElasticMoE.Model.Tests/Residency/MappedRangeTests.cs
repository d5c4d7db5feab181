using ElasticMoE.Contracts;
using ElasticMoE.Model.Residency;
using ElasticMoE.Testing;

namespace ElasticMoE.Model.Tests.Residency;

public sealed class MappedRangeTests : IDisposable
{
    private const int Bytes = 8 << 20, Offset = 1 << 20;

    private readonly TemporaryFolder _folder = new();
    private readonly string _path;

    public MappedRangeTests()
    {
        _path = _folder.PathOf("weights");
        byte[] bytes = new byte[Bytes];
        new Random(3).NextBytes(bytes);
        File.WriteAllBytes(_path, bytes);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public unsafe void ItHoldsTheRangesBytesEvenWhereTheFilesNameIsGone()
    {
        byte[] expected = File.ReadAllBytes(_path)[Offset..];
        using MappedRange range = MappedRange.Open(_path, Offset, Bytes - Offset);
        File.Delete(_path);
        Assert.True(expected.AsSpan().SequenceEqual(new ReadOnlySpan<byte>(range.Start, Bytes - Offset)));
        byte[] read = new byte[100];
        Assert.True(range.TryRead(12_345, read));
        Assert.Equal(expected[12_345..12_445], read);
        range.Dispose();
        Assert.False(range.TryRead(0, read));
    }

    [Fact]
    public void MemoryIsTakenWhenItIsPopulatedAndGivenBackWhenItEnds()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux says what of a file a process has in memory.");
        MappedRange range = MappedRange.Open(_path, Offset, Bytes - Offset);
        long mapped = ResidentBytes.Of(_path);
        Assert.True(range.Populate());
        long populated = ResidentBytes.Of(_path);
        range.Dispose();
        Assert.Equal((0, 0), (mapped, ResidentBytes.Of(_path)));
        // A huge page counts whole.
        Assert.InRange(populated, Bytes - Offset, Bytes);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4097)]
    [InlineData(HugePages.PageBytes - 1)]
    [InlineData(HugePages.PageBytes)]
    [InlineData(HugePages.PageBytes + 4096)]
    public unsafe void APartBeginsAndEndsAnywhere(int offset)
    {
        ReadOnlySpan<byte> expected = File.ReadAllBytes(_path);
        foreach (int length in new[] { 1, 4096, HugePages.PageBytes / 2, HugePages.PageBytes, Bytes - offset })
        {
            using MappedRange range = MappedRange.Open(_path, offset, length);
            Assert.True(expected.Slice(offset, length).SequenceEqual(new ReadOnlySpan<byte>(range.Start, length)));
            if (OperatingSystem.IsLinux() && length >= HugePages.PageBytes / 2)
                Assert.Equal(offset % HugePages.PageBytes, (nint)range.Start % HugePages.PageBytes);
        }
    }

    [Fact]
    public void EvictedPagesLeaveTheProcessAndComeBack()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux says what of a file a process has in memory.");
        using MappedRange range = MappedRange.Open(_path, 0, Bytes);
        range.Populate();
        range.Evict();
        Assert.Equal(0, ResidentBytes.Of(_path));
        Assert.True(range.Populate());
        Assert.True(range.IsResident());
        Assert.Equal(Bytes, ResidentBytes.Of(_path));
    }

    [Fact]
    public void AFileThatIsCutShortIsRefusedByNameBeforeItIsTouched()
    {
        using (FileStream file = File.OpenWrite(_path))
            file.SetLength(Bytes / 2);
        InputException refused = Assert.Throws<InputException>(() => MappedRange.Open(_path, Offset, Bytes - Offset));
        Assert.Contains($"{_path}: is cut short", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AFileThatIsGoneIsRefusedByName() =>
        Assert.Contains(_folder.PathOf("none"), Assert.Throws<InputException>(() => MappedRange.Open(_folder.PathOf("none"), 0, 1)).Message, StringComparison.Ordinal);
}
