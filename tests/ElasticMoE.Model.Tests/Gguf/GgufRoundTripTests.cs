using System.Text.Json.Nodes;
using ElasticMoE.Contracts;
using ElasticMoE.Kernels.Threads;
using ElasticMoE.Model.Chat;
using ElasticMoE.Model.Export;
using ElasticMoE.Model.Forward;
using ElasticMoE.Model.Gguf;
using ElasticMoE.Model.Sources;
using ElasticMoE.Model.Synthesis;
using ElasticMoE.Model.Tests.Forward;
using ElasticMoE.Model.Tests.Sources;
using ElasticMoE.Model.Verification;
using ElasticMoE.Testing;

namespace ElasticMoE.Model.Tests.Gguf;

public sealed class GgufRoundTripTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string GgufPath => _folder.PathOf("model.gguf");

    public static TheoryData<string> Names() => [.. GoldenModels.Names];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void A_reference_checkpoint_read_back_gives_the_same_bits(string name)
    {
        Export(GoldenModels.Folder(name), ExportType.F32);
        using LanguageModel original = GoldenModels.Load(name);
        using LanguageModel readBack = Load();
        Assert.Equal(original.Generation.EosIds, readBack.Generation.EosIds);
        Assert.Equal(Describe(original), Describe(readBack));
        Assert.Empty(readBack.UnusedTensors);
        using var pool = new ComputePool(2);
        Assert.Equal(ModelBits.Of(original, pool), ModelBits.Of(readBack, pool));
    }

    [Fact]
    public void The_default_model_read_back_gives_the_same_bits_and_speaks_the_same()
    {
        string folder = Repository.PathOf("models/emoe-mini");
        List<string> remarks = Export(folder, ExportType.Bf16);
        Assert.Contains("pre-tokenizer", Assert.Single(remarks));
        using LanguageModel original = LanguageModel.Load(folder, GoldenModels.Options());
        using LanguageModel readBack = Load();
        using var pool = new ComputePool(2);
        Assert.Equal(ModelBits.Of(original, pool), ModelBits.Of(readBack, pool));
        ChatFormat format = ChatFormat.Load(folder), again = ChatFormat.Load(GgufPath);
        Assert.Equal(format.StopIds, again.StopIds);
        Assert.Equal(format.Tokenizer.Config.ChatTemplates, again.Tokenizer.Config.ChatTemplates);
        const string text = "<|user|>Add 40 and 64.<|end|> Ünïcödé\n\n  12345";
        Assert.Equal(format.Tokenizer.Encode(text, addSpecial: true), again.Tokenizer.Encode(text, addSpecial: true));
    }

    /// <summary>What is quantized in the file runs as it stands there.</summary>
    [Theory]
    [InlineData("qwen3_moe", ExportType.Q8)]
    [InlineData("deepseek_v3", ExportType.Q4)]
    [InlineData("mixtral", ExportType.Q4)]
    public void A_quantized_file_computes_what_its_numbers_say(string modelType, ExportType type)
    {
        using var checkpoint = new EditedCheckpoint(modelType, new JsonObject { ["num_key_value_heads"] = 2 });
        Export(checkpoint.Directory, type);
        using ModelSource stored = ModelSource.Open(GgufPath);
        MatrixSource query = stored.Matrix(modelType == "deepseek_v3" ? MatrixRole.KvA : MatrixRole.Query, 0);
        Assert.Equal(type == ExportType.Q8 ? Kernels.WeightFormat.Q8 : Kernels.WeightFormat.Q4, query.ExactFormat);
        using LanguageModel model = Load();
        using var pool = new ComputePool(1);
        using var run = new SequenceRun(model, pool, 8);
        run.Step([1, 2, 3, 4], Model.Steps.LogitRows.Last);
        Assert.All(run.Pass.Logits(0).ToArray(), logit => Assert.True(float.IsFinite(logit)));
    }

    /// <summary>The head of a 4-bit file has 6 bits, and runs with them.</summary>
    [Fact]
    public void A_head_of_six_bits_runs_as_stored()
    {
        string folder = _folder.PathOf("wide");
        ModelSynthesizer.Write(folder, SynthPresets.Find("tiny-olmoe")! with { HiddenSize = 256, ExpertWidth = 64 }, new SynthOptions { Seed = 3 });
        float[] exact = Logits(folder);
        Export(folder, ExportType.Q4);
        using (ModelSource stored = ModelSource.Open(GgufPath))
            Assert.Equal(Kernels.WeightFormat.Q6K, stored.Matrix(MatrixRole.Head).ExactFormat);
        float[] quantized = Logits(GgufPath);
        double deviation = Math.Sqrt(exact.Average(logit => (double)logit * logit));
        double error = Math.Sqrt(exact.Zip(quantized).Average(pair => Math.Pow(pair.First - pair.Second, 2)));
        Assert.InRange(error, deviation / 1000, deviation / 3);
    }

    /// <summary>Experts in MXFP4: the nibbles of a block lie otherwise than in safetensors, and gate and up rows apart.</summary>
    [Fact]
    public void Experts_of_four_bit_floats_are_the_checkpoints_and_run_as_stored()
    {
        Export(GoldenModels.Folder("gpt_oss_mxfp4"), ExportType.F32);
        Mxfp4File.Write(GgufPath, _folder.PathOf("mxfp4.gguf"));
        using ModelSource original = ModelSource.Open(GoldenModels.Folder("gpt_oss_mxfp4")), stored = ModelSource.Open(_folder.PathOf("mxfp4.gguf"));
        foreach (MatrixRole role in (MatrixRole[])[MatrixRole.ExpertGate, MatrixRole.ExpertUp, MatrixRole.ExpertDown])
        {
            MatrixSource matrix = stored.Matrix(role, 1, 3);
            Assert.Equal(Kernels.WeightFormat.Mxfp4, matrix.ExactFormat);
            Assert.Equal(Values(original.Matrix(role, 1, 3)), Values(matrix));
        }
        Assert.All(Logits(_folder.PathOf("mxfp4.gguf")), logit => Assert.True(float.IsFinite(logit)));
    }

    [Fact]
    public void The_unsplit_projection_of_older_files_gives_the_same_bits()
    {
        using var checkpoint = new EditedCheckpoint("deepseek_v3");
        Export(checkpoint.Directory, ExportType.F32);
        using LanguageModel original = LanguageModel.Load(checkpoint.Directory, GoldenModels.Options());
        LegacyLatentFile.Write(checkpoint.Directory, GgufPath, _folder.PathOf("old.gguf"));
        using LanguageModel readBack = LanguageModel.Load(_folder.PathOf("old.gguf"), GoldenModels.Options());
        using var pool = new ComputePool(1);
        Assert.Equal(ModelBits.Of(original, pool), ModelBits.Of(readBack, pool));
    }

    [Fact]
    public void What_the_format_has_no_name_for_is_refused()
    {
        using var checkpoint = new EditedCheckpoint("deepseek_v3", new JsonObject { ["rope_interleave"] = false });
        var error = Assert.Throws<InputException>(() => Export(checkpoint.Directory, ExportType.F32));
        Assert.Contains("rope_interleave", error.Message);
        Assert.Empty(Directory.GetFiles(_folder.Root));
    }

    private static float[] Values(MatrixSource matrix)
    {
        float[] values = new float[matrix.Outputs * matrix.Inputs];
        matrix.ReadRows(0, matrix.Outputs, values);
        return values;
    }

    private static float[] Logits(string path)
    {
        using LanguageModel model = LanguageModel.Load(path, GoldenModels.Options());
        using var pool = new ComputePool(1);
        using var run = new SequenceRun(model, pool, 8);
        run.Step([1, 2, 3, 4], Model.Steps.LogitRows.Last);
        return run.Pass.Logits(0).ToArray();
    }

    private static string Describe(LanguageModel model) =>
        System.Text.Json.JsonSerializer.Serialize(model.Config with { TiedEmbeddings = false, DenseWidth = 0 });

    private List<string> Export(string directory, ExportType type)
    {
        var remarks = new List<string>();
        GgufExporter.Write(directory, GgufPath, new ExportOptions { Type = type }, remarks.Add);
        return remarks;
    }

    private LanguageModel Load() => LanguageModel.Load(GgufPath, GoldenModels.Options());
}
