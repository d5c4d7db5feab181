using System.Text.Json.Nodes;
using ElasticMoE.Contracts;
using ElasticMoE.Model.Files;
using ElasticMoE.Model.Sources;

namespace ElasticMoE.Model.Tests.Sources;

public sealed class BadCheckpointTests
{
    [Theory]
    [InlineData("qwen3_moe", "model.layers.2.mlp.experts.7.down_proj.weight")]
    [InlineData("qwen3_moe", "model.norm.weight")]
    [InlineData("qwen3_moe", "lm_head.weight")]
    [InlineData("qwen2_moe", "model.layers.0.self_attn.k_proj.bias")]
    [InlineData("qwen2_moe", "model.layers.1.mlp.shared_expert_gate.weight")]
    [InlineData("mixtral", "model.layers.1.block_sparse_moe.gate.weight")]
    [InlineData("deepseek_v3", "model.layers.1.mlp.gate.e_score_correction_bias")]
    [InlineData("deepseek_v2", "model.layers.0.self_attn.q_b_proj.weight")]
    [InlineData("gpt_oss", "model.layers.2.mlp.experts.gate_up_proj")]
    [InlineData("gpt_oss", "model.layers.2.self_attn.sinks")]
    [InlineData("glm4_moe", "model.layers.1.mlp.shared_experts.up_proj.weight")]
    public void AMissingTensorIsNamed(string modelType, string name)
    {
        using var checkpoint = new EditedCheckpoint(modelType);
        Assert.True(checkpoint.Tensors.Remove(name));
        Assert.Equal($"{checkpoint.Directory}: tensor {name} is missing", Refusal(checkpoint));
    }

    [Fact]
    public void AWrongShapeIsNamedWithTheExpectedOne()
    {
        using var checkpoint = new EditedCheckpoint("mixtral");
        const string name = "model.layers.1.block_sparse_moe.experts.3.w2.weight";
        checkpoint.Put<byte>(name, TensorType.BF16, [32, 64], checkpoint.Tensors[name].Bytes);
        Assert.Equal($"{checkpoint.WeightsPath}: tensor {name} is BF16 [32, 64]; [64, 32] is expected", Refusal(checkpoint));
    }

    [Fact]
    public void AWrongTypeIsNamed()
    {
        using var checkpoint = new EditedCheckpoint("mixtral");
        const string name = "model.layers.1.input_layernorm.weight";
        checkpoint.Put<long>(name, TensorType.I64, [64], new long[64]);
        Assert.Equal($"{checkpoint.WeightsPath}: tensor {name} is I64 [64]; BF16, F16, F32 or F8_E4M3 is expected", Refusal(checkpoint));
    }

    [Fact]
    public void WhatPlaysNoPartIsReportedUnlessItIsExpected()
    {
        using var checkpoint = new EditedCheckpoint("olmoe");
        checkpoint.Put<float>("model.layers.0.self_attn.rotary_emb.inv_freq", TensorType.F32, [1], [1f]);
        checkpoint.Put<float>("model.layers.3.eh_proj.weight", TensorType.F32, [1], [1f]);
        checkpoint.Put<float>("model.layers.17.embed_tokens.weight", TensorType.F32, [1], [1f]);
        checkpoint.Put<float>("model.layers.2.extra", TensorType.F32, [1], [1f]);
        checkpoint.Put<float>("extra", TensorType.F32, [1], [1f]);
        using var source = ModelSource.Open(checkpoint.Save());
        Assert.Equal(["extra", "model.layers.2.extra"], source.UnusedTensors);
    }

    [Fact]
    public void ATiedHeadNeedsNoTensor()
    {
        using var checkpoint = new EditedCheckpoint("olmoe");
        checkpoint.Tensors.Remove("lm_head.weight");
        Assert.Contains("lm_head.weight is missing", Refusal(checkpoint));
        checkpoint.Config["tie_word_embeddings"] = true;
        using var source = ModelSource.Open(checkpoint.Save());
        Assert.Equal("model.embed_tokens.weight", source.Matrix(MatrixRole.Head).Name);
    }

    [Fact]
    public void RolesThatTheArchitectureLacksAreNull()
    {
        using var checkpoint = new EditedCheckpoint("qwen3_moe");
        using var source = ModelSource.Open(checkpoint.Directory);
        Assert.Null(source.Vector(VectorRole.Sinks, 1));
        Assert.Null(source.Vector(VectorRole.QueryBias, 1));
        Assert.Null(source.Vector(VectorRole.ExpertUpBias, 1, 2));
        Assert.Null(source.Vector(VectorRole.KvANorm, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => source.Matrix(MatrixRole.Query, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => source.Matrix(MatrixRole.ExpertUp, 1, 8));
        Assert.Throws<ArgumentOutOfRangeException>(() => source.Matrix(MatrixRole.ExpertUp, 1));
    }

    [Fact]
    public void AFolderWithoutWeightsIsNamed()
    {
        using var checkpoint = new EditedCheckpoint("olmoe");
        File.Delete(checkpoint.WeightsPath);
        var error = Assert.Throws<InputException>(() => ModelSource.Open(checkpoint.Directory));
        Assert.Contains("holds neither model.safetensors nor model.safetensors.index.json", error.Message);
        File.Delete(Path.Combine(checkpoint.Directory, "config.json"));
        Assert.Contains("config.json: the file does not exist", Assert.Throws<InputException>(() => ModelSource.Open(checkpoint.Directory)).Message);
    }

    [Fact]
    public void GenerationIsReadFromBothFiles()
    {
        using var checkpoint = new EditedCheckpoint("olmoe");
        checkpoint.Config["eos_token_id"] = new JsonArray(7, 3);
        string path = Path.Combine(checkpoint.Save(), "generation_config.json");
        File.WriteAllText(path, """{"eos_token_id": [9, 3], "do_sample": true, "temperature": 0.5, "top_p": 0.25, "top_k": 4}""");
        using (var source = ModelSource.Open(checkpoint.Directory))
        {
            Assert.Equal([3, 7, 9], source.Generation.EosIds);
            Assert.Equal((true, 0.5f, 0.25f, 4), (source.Generation.Sample, source.Generation.Temperature, source.Generation.TopP, source.Generation.TopK));
        }
        File.WriteAllText(path, """{"top_p": 2, "temperature": "hot"}""");
        var error = Assert.Throws<InputException>(() => ModelSource.Open(checkpoint.Directory));
        Assert.Contains("temperature is \"hot\", not a number; top_p is 2", error.Message);
        File.Delete(path);
        using var without = ModelSource.Open(checkpoint.Directory);
        Assert.Equal([3, 7], without.Generation.EosIds);
    }

    /// <summary>One expert can be read from a file that holds nothing else of its layer's pages in memory: reads touch its rows alone.</summary>
    [Fact]
    public void ReadingOneExpertLeavesTheOthersAlone()
    {
        using var checkpoint = new EditedCheckpoint("qwen3_moe");
        const string name = "model.layers.1.mlp.experts.{0}.up_proj.weight";
        using var source = ModelSource.Open(checkpoint.Directory);
        float[] before = Read(source, 4);
        for (int expert = 0; expert < 8; expert++)
        {
            if (expert != 4)
                checkpoint.Tensors[string.Format(null, name, expert)].Bytes.AsSpan().Fill(0xFF);
        }
        using var changed = ModelSource.Open(checkpoint.Save());
        Assert.Equal(before, Read(changed, 4));
        Assert.All(Read(changed, 5), value => Assert.True(float.IsNaN(value)));
    }

    private static float[] Read(ModelSource source, int expert)
    {
        MatrixSource matrix = source.Matrix(MatrixRole.ExpertUp, 1, expert);
        float[] values = new float[matrix.Outputs * matrix.Inputs];
        matrix.ReadRows(0, matrix.Outputs, values);
        return values;
    }

    private static string Refusal(EditedCheckpoint checkpoint) =>
        Assert.Throws<InputException>(() => ModelSource.Open(checkpoint.Save())).Message;
}
