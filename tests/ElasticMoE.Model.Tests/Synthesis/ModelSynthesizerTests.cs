using System.Text.Json.Nodes;
using ElasticMoE.Contracts;
using ElasticMoE.Model.Sources;
using ElasticMoE.Model.Synthesis;
using ElasticMoE.Testing;

namespace ElasticMoE.Model.Tests.Synthesis;

public sealed class ModelSynthesizerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> TinyNames => [.. SynthPresets.Names.Where(name => name.StartsWith("tiny-", StringComparison.Ordinal))];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(TinyNames))]
    public void EveryFamilyIsWrittenAndReadBackWhole(string name)
    {
        SynthShape shape = SynthPresets.Find(name)!;
        ModelSynthesizer.Write(_folder.PathOf("model"), shape, new SynthOptions { ShardBytesMax = 50_000 });
        using var source = ModelSource.Open(_folder.PathOf("model"));
        Assert.Empty(source.UnusedTensors);
        Assert.Equal(shape.Experts, source.Config.Mixture.Experts);
        Assert.Equal(shape.DenseLayers, source.Config.Layers.Count(layer => !layer.IsMixture));
        Assert.Equal(shape.SharedExperts * shape.ExpertWidth, source.Config.Mixture.SharedWidth);
        Assert.InRange(source.Files.Count, 2, 100);
        Assert.InRange(source.Files.Sum(file => file.Bytes), ModelSynthesizer.WeightBytes(shape), ModelSynthesizer.WeightBytes(shape) + 100_000);
    }

    [Fact]
    public void ValuesHaveTheWantedSpread()
    {
        ModelSynthesizer.Write(_folder.PathOf("model"), SynthPresets.Find("tiny-olmoe")!, new SynthOptions { Seed = 1 });
        using var source = ModelSource.Open(_folder.PathOf("model"));
        MatrixSource matrix = source.Matrix(MatrixRole.Embedding);
        float[] values = new float[matrix.Outputs * matrix.Inputs];
        matrix.ReadRows(0, matrix.Outputs, values);
        Assert.InRange(values.Average(), -0.001f, 0.001f);
        Assert.InRange(Math.Sqrt(values.Average(value => (double)value * value)), 0.0195, 0.0205);
        Assert.InRange(values.Distinct().Count(), 500, int.MaxValue);
        Assert.All(source.Vector(VectorRole.FinalNorm)!.Read(), value => Assert.InRange(value, 0.85f, 1.15f));
    }

    [Fact]
    public void TheSeedAloneDecidesTheBytes()
    {
        byte[] first = Write("first", seed: 3), again = Write("again", seed: 3), other = Write("other", seed: 4);
        Assert.Equal(first, again);
        Assert.NotEqual(first, other);
    }

    [Fact]
    public void ProgressEndsAtTheWhole()
    {
        var reports = new List<SynthesisProgress>();
        var options = new SynthOptions { Progress = new Recorder(reports) };
        ModelSynthesizer.Write(_folder.PathOf("model"), SynthPresets.Find("tiny-mixtral")!, options);
        Assert.Equal(reports[^1].BytesTotal, reports[^1].BytesDone);
        Assert.Equal(reports.Select(report => report.BytesDone).Order(), reports.Select(report => report.BytesDone));
    }

    [Fact]
    public void AFolderWithContentStaysAsItIs()
    {
        File.WriteAllText(_folder.PathOf("note"), "mine");
        var error = Assert.Throws<InputException>(() => ModelSynthesizer.Write(_folder.Root, SynthPresets.Find("tiny-olmoe")!, new SynthOptions()));
        Assert.Contains("not empty", error.Message);
        Assert.Equal("mine", File.ReadAllText(_folder.PathOf("note")));
    }

    [Fact]
    public void AShapeThatMakesNoModelLeavesNothing()
    {
        SynthShape shape = SynthPresets.Find("tiny-olmoe")! with { ActiveExperts = 9 };
        var error = Assert.Throws<InputException>(() => ModelSynthesizer.Write(_folder.PathOf("model"), shape, new SynthOptions()));
        Assert.Contains("num_experts_per_tok", error.Message);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Root));
    }

    [Fact]
    public void AnyFieldCanBeSet()
    {
        SynthShape shape = SynthPresets.Find("tiny-qwen2_moe")! with { Fields = new JsonObject { ["tie_word_embeddings"] = true } };
        ModelSynthesizer.Write(_folder.PathOf("model"), shape, new SynthOptions());
        using var source = ModelSource.Open(_folder.PathOf("model"));
        Assert.Equal("model.embed_tokens.weight", source.Matrix(MatrixRole.Head).Name);
    }

    [Theory]
    [InlineData("small-moe", 12, 32_000, 1.40e9, 1.41e9)]
    [InlineData("olmoe-1b-7b", 16, 50_304, 13.8e9, 13.9e9)]
    public void NamedPresetsHaveTheirPublishedSize(string name, int layers, int vocabulary, double bytesMin, double bytesMax)
    {
        SynthShape shape = SynthPresets.Find(name)!;
        Assert.Equal((layers, vocabulary), (shape.Layers, shape.Vocabulary));
        Assert.InRange(ModelSynthesizer.WeightBytes(shape), bytesMin, bytesMax);
    }

    private byte[] Write(string name, ulong seed)
    {
        ModelSynthesizer.Write(_folder.PathOf(name), SynthPresets.Find("tiny-qwen3_moe")!, new SynthOptions { Seed = seed });
        return File.ReadAllBytes(_folder.PathOf(name, "model.safetensors"));
    }

    private sealed class Recorder(List<SynthesisProgress> reports) : IProgress<SynthesisProgress>
    {
        public void Report(SynthesisProgress value) => reports.Add(value);
    }
}
