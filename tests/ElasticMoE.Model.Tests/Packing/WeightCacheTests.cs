using ElasticMoE.Contracts;
using ElasticMoE.Kernels;
using ElasticMoE.Model.Packing;
using ElasticMoE.Model.Sources;
using ElasticMoE.Model.Tests.Forward;

namespace ElasticMoE.Model.Tests.Packing;

public sealed class WeightCacheTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("emoe-cache-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Packing_happens_once()
    {
        var first = new Counter();
        var second = new Counter();
        Load("deepseek_v3", null, first);
        byte[] packed = File.ReadAllBytes(PackedPath());
        Load("deepseek_v3", null, second);
        Assert.True(first.Reports > 0);
        Assert.Equal(0, second.Reports);
        Assert.Equal(packed, File.ReadAllBytes(PackedPath()));
    }

    [Fact]
    public void The_file_does_not_depend_on_the_threads_that_packed_it()
    {
        Load("qwen3_moe", WeightFormat.Q4, null, threads: 1);
        byte[] packed = File.ReadAllBytes(PackedPath());
        File.Delete(PackedPath());
        Load("qwen3_moe", WeightFormat.Q4, null, threads: 4);
        Assert.Equal(packed, File.ReadAllBytes(PackedPath()));
    }

    [Fact]
    public void A_damaged_file_is_noticed_and_rebuilt()
    {
        Load("olmoe", null, null);
        byte[] good = File.ReadAllBytes(PackedPath());
        var random = new Random(5);
        for (int i = 0; i < 12; i++)
        {
            byte[] damaged = [.. good];
            // The last bytes of the file may be padding behind the last section, which nothing reads.
            damaged[random.Next(good.Length - 4096)] ^= (byte)(1 << random.Next(8));
            int cut = random.Next(3) == 0 ? random.Next(damaged.Length - 4096) : damaged.Length;
            File.WriteAllBytes(PackedPath(), damaged[..cut]);
            var counter = new Counter();
            Load("olmoe", null, counter);
            Assert.Equal(good, File.ReadAllBytes(PackedPath()));
        }
    }

    [Fact]
    public void Nothing_half_written_is_left_behind()
    {
        Load("mixtral", null, null);
        Load("mixtral", WeightFormat.Q8, null);
        Assert.Empty(Directory.GetFiles(_folder, "*.tmp"));
        Assert.Equal(2, Directory.GetFiles(_folder, "*.emoe").Length);
    }

    [Fact]
    public void A_changed_checkpoint_is_packed_anew()
    {
        string copy = Path.Combine(_folder, "copy");
        Directory.CreateDirectory(copy);
        foreach (string file in Directory.GetFiles(GoldenModels.Folder("olmoe")))
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        LoadFolder(copy);
        string weights = Path.Combine(copy, "model.safetensors");
        byte[] bytes = File.ReadAllBytes(weights);
        bytes[^2] ^= 1;
        File.WriteAllBytes(weights, bytes);
        File.SetLastWriteTimeUtc(weights, DateTime.UnixEpoch.AddYears(50));
        LoadFolder(copy);
        Assert.Equal(2, Directory.GetFiles(_folder, "*.emoe").Length);
    }

    [Fact]
    public void A_cache_folder_that_is_a_file_is_refused_by_name()
    {
        string file = Path.Combine(_folder, "file");
        File.WriteAllText(file, "");
        var e = Assert.Throws<InputException>(() => WeightCache.Open(file));
        Assert.Contains(file, e.Message);
        Assert.Contains("EMOE_CACHE", e.Message);
    }

    private string PackedPath() => Assert.Single(Directory.GetFiles(_folder, "*.emoe"));

    private void Load(string name, WeightFormat? format, Counter? counter, int threads = 2)
    {
        using ModelSource source = ModelSource.Open(GoldenModels.Folder(name));
        WeightCache.Open(_folder).Load(source, format, threads, counter).Dispose();
    }

    private void LoadFolder(string folder)
    {
        using ModelSource source = ModelSource.Open(folder);
        WeightCache.Open(_folder).Load(source, null, 1, null).Dispose();
    }

    private sealed class Counter : IProgress<LoadProgress>
    {
        private int _reports;

        public int Reports => _reports;

        public void Report(LoadProgress value) => Interlocked.Increment(ref _reports);
    }
}
