using ElasticMoE.Model.Sources;
using ElasticMoE.Testing;

namespace ElasticMoE.Model.Tests.Sources;

public sealed class GoldenCheckpointTests
{
    public static TheoryData<string> Names => 
        [.. Directory.GetDirectories(Repository.PathOf("tests", "golden", "models")).Select(path => Path.GetFileName(path)!)];

    [Theory]
    [MemberData(nameof(Names))]
    public void EveryTensorIsFoundAndUsed(string name)
    {
        using ModelSource source = ModelSource.Open(Repository.PathOf("tests", "golden", "models", name));
        Assert.Empty(source.UnusedTensors);
        Assert.NotEmpty(source.Files);
        Assert.Contains(1, source.Generation.EosIds);
    }

    [Fact]
    public void TheTrainedModelOpens()
    {
        using ModelSource source = ModelSource.Open(Repository.PathOf("models", "emoe-mini"));
        Assert.Empty(source.UnusedTensors);
        Assert.Equal(32, source.Config.Mixture.Experts);
    }

    /// <summary>The embeddings of the prompt are the reference's first hidden states, bit for bit.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void EmbeddingRowsAreTheReferencesFirstHiddenStates(string name)
    {
        string directory = Repository.PathOf("tests", "golden", "models", name);
        using ModelSource source = ModelSource.Open(directory);
        using var golden = Model.Files.SafetensorsFile.Open(Path.Combine(directory, "golden.safetensors"));
        long[] ids = golden.ReadIntegers("input_ids");
        float[] hidden = golden.ReadSingles("hidden");
        MatrixSource embedding = source.Matrix(MatrixRole.Embedding);
        float[] row = new float[embedding.Inputs];
        for (int position = 0; position < ids.Length; position++)
        {
            embedding.ReadRows((int)ids[position], 1, row);
            Assert.True(hidden.AsSpan(position * row.Length, row.Length).SequenceEqual(row));
        }
    }
}
