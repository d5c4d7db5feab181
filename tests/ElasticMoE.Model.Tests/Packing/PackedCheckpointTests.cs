using ElasticMoE.Contracts;
using ElasticMoE.Kernels;
using ElasticMoE.Kernels.Threads;
using ElasticMoE.Model.Forward;
using ElasticMoE.Model.Packing;
using ElasticMoE.Model.Sources;
using ElasticMoE.Model.Tests.Forward;
using ElasticMoE.Model.Verification;

namespace ElasticMoE.Model.Tests.Packing;

public sealed class PackedCheckpointTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("emoe-packed-").FullName;

    private string Target => Path.Combine(_folder, "out");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(WeightFormat.Q8)]
    [InlineData(WeightFormat.Q4)]
    public void It_computes_what_the_checkpoint_computes_in_that_format(WeightFormat format)
    {
        Write(format);
        using var pool = new ComputePool(1);
        using LanguageModel packed = LanguageModel.Load(Target);
        using LanguageModel loaded = GoldenModels.Load("deepseek_v3", format);
        using LanguageModel exact = GoldenModels.Load("deepseek_v3");
        Assert.Equal(ModelBits.Of(loaded, pool), ModelBits.Of(packed, pool));
        Assert.NotEqual(ModelBits.Of(exact, pool), ModelBits.Of(packed, pool));
        Assert.Equal(exact.Generation.EosIds, packed.Generation.EosIds);
    }

    [Fact]
    public void An_existing_folder_is_left_alone()
    {
        Directory.CreateDirectory(Target);
        Assert.Equal(ExitCode.Conflict, Assert.Throws<InputException>(() => Write(WeightFormat.Q8)).Exit);
        Assert.Empty(Directory.GetFileSystemEntries(Target));
    }

    [Fact]
    public void A_damaged_file_is_refused_by_section()
    {
        Write(WeightFormat.Q8);
        string path = Path.Combine(Target, PackedCheckpoint.WeightsName);
        byte[] bytes = File.ReadAllBytes(path);
        bytes[^200] ^= 4;
        File.WriteAllBytes(path, bytes);
        var e = Assert.Throws<InputException>(() => LanguageModel.Load(Target));
        Assert.Contains("head does not match its digest", e.Message);
    }

    [Fact]
    public void Another_format_can_not_be_asked_of_it()
    {
        Write(WeightFormat.Q8);
        Assert.Throws<InputException>(() => LanguageModel.Load(Target, new() { Format = WeightFormat.Q4 }));
    }

    [Fact]
    public void An_interrupt_is_thrown_as_it_is_and_leaves_nothing()
    {
        Assert.Throws<OperationCanceledException>(() => Write(WeightFormat.Q8, new Interrupting(afterReports: 5)));
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void Its_description_accounts_for_every_byte()
    {
        Write(WeightFormat.Q4);
        PackedDescription description = PackedCheckpoint.Describe(Target);
        using PackedFile file = PackedCheckpoint.Open(Target, threads: 1);
        Assert.Equal(file.Entries.Sum(e => e.Bytes), description.BytesByFormat.Values.Sum());
        Assert.Equal(new FileInfo(Path.Combine(Target, PackedCheckpoint.WeightsName)).Length, description.Weights.Bytes);
        Assert.True(description.BytesByFormat[WeightFormat.Q4] > 0);
    }

    private void Write(WeightFormat format, IProgress<LoadProgress>? progress = null)
    {
        using ModelSource source = ModelSource.Open(GoldenModels.Folder("deepseek_v3"));
        PackedCheckpoint.Write(source, Target, format, threads: 2, progress);
    }

    private sealed class Interrupting(int afterReports) : IProgress<LoadProgress>
    {
        private int _reports;

        public void Report(LoadProgress value)
        {
            if (Interlocked.Increment(ref _reports) > afterReports)
                throw new OperationCanceledException();
        }
    }
}
