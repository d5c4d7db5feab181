using ElasticMoE.Model.Files;
using ElasticMoE.Testing;

namespace ElasticMoE.Model.Tests.Files;

public sealed class DamagedFileTests : IDisposable
{
    private const int Rounds = 1000;

    private const string Header = """
        {"__metadata__":{"format":"pt"},"a":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},"b":{"dtype":"BF16","shape":[4],
        "data_offsets":[24,32]},"c":{"dtype":"F8_E4M3","shape":[0],"data_offsets":[32,32]},"d":{"dtype":"I64","shape":[],"data_offsets":[32,40]}}
        """;

    private const string Index = """
        {"metadata":{"total_size":64},"weight_map":{"a":"model-00001-of-00002.safetensors","b":"model-00002-of-00002.safetensors"}}
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ADamagedHeaderIsRefusedOrHarmless()
    {
        int accepted = Damage(HeaderBytes.File(Header, 40), 11, (path, _) =>
        {
            using var file = SafetensorsFile.Open(path);
            ReadAll(file);
        });
        // Damage that only changes names or data is no error: a mutator that never hits it would test nothing.
        Assert.InRange(accepted, 3, Rounds / 2);
    }

    /// <summary>The same with the length in front of the header mended, so that the damage reaches the JSON.</summary>
    [Fact]
    public void ADamagedHeaderOfTheRightLengthIsRefusedOrHarmless()
    {
        int accepted = Damage(System.Text.Encoding.UTF8.GetBytes(Header), 12, (path, damaged) =>
        {
            File.WriteAllBytes(path, HeaderBytes.File(System.Text.Encoding.Latin1.GetString(damaged), 40));
            using var file = SafetensorsFile.Open(path);
            ReadAll(file);
        });
        Assert.InRange(accepted, 3, Rounds / 2);
    }

    [Fact]
    public void ADamagedIndexIsRefusedOrNamesPlainFiles()
    {
        int accepted = Damage(System.Text.Encoding.UTF8.GetBytes(Index), 13, (path, _) =>
        {
            foreach (string shard in CheckpointIndex.Read(path).Values)
                Assert.Equal(shard, Path.GetFileName(shard));
        });
        Assert.InRange(accepted, 3, Rounds - 3);
    }

    private static void ReadAll(SafetensorsFile file)
    {
        foreach (TensorEntry tensor in file.Tensors.Values)
            Assert.Equal(tensor.Bytes, file.Bytes(tensor, 0, (int)tensor.Bytes).Length);
    }

    private int Damage(byte[] original, int seed, Action<string, byte[]> read)
    {
        var mutator = new ByteMutator(seed);
        string path = _folder.PathOf("damaged");
        int accepted = 0;
        for (int round = 0; round < Rounds; round++)
        {
            byte[] damaged = mutator.Damage(original);
            File.WriteAllBytes(path, damaged);
            if (AllocationLimit.Accepts(damaged.Length, () => read(path, damaged)))
                accepted++;
        }
        return accepted;
    }
}
