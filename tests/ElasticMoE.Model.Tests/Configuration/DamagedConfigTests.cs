using System.Text.Json;
using System.Text.Json.Nodes;
using ElasticMoE.Model.Configuration;
using ElasticMoE.Model.Tests.Files;

namespace ElasticMoE.Model.Tests.Configuration;

public sealed class DamagedConfigTests
{
    private const int Rounds = 1000;

    private static readonly string[] Values =
    [
        "null", "true", "false", "0", "-1", "1", "2", "3", "7", "64", "4096", "65536", "4194304", "4194305", "2147483647", "2147483648",
        "1e308", "1e-308", "-0.0", "0.5", "1.5", "\"\"", "\"silu\"", "\"yarn\"", "\"llama3\"", "\"linear\"", "[]", "[1]", "[[1]]", "{}",
        "{\"rope_type\":\"yarn\"}", "{\"rope_type\":\"yarn\",\"factor\":1e6,\"original_max_position_embeddings\":1,\"beta_fast\":1e-300}",
        "{\"rope_type\":\"llama3\",\"factor\":1e6,\"low_freq_factor\":1e-3,\"high_freq_factor\":1e6}", "{\"quant_method\":\"fp8\"}",
    ];

    private static readonly string[] Families =
        ["olmoe", "qwen2_moe", "qwen3_moe", "mixtral", "deepseek_v2", "deepseek_v3", "gpt_oss", "glm4_moe"];

    /// <summary>Fields with values from all over: refused, or a model whose parts fit together.</summary>
    [Fact]
    public void OddValuesAreRefusedOrMakeASoundModel()
    {
        var random = new Random(21);
        int accepted = 0;
        for (int round = 0; round < Rounds; round++)
        {
            JsonObject config = ConfigText.Golden(Families[round % Families.Length]);
            Change(config, random);
            byte[] json = JsonSerializer.SerializeToUtf8Bytes(config);
            CheckpointConfig? read = null;
            if (!AllocationLimit.Accepts(json.Length, () => read = ConfigReader.Read(json, "config.json")))
                continue;
            CheckSound(read!.Model);
            accepted++;
        }
        Assert.InRange(accepted, Rounds / 20, Rounds * 19 / 20);
    }

    [Fact]
    public void DamagedTextIsRefusedOrMakesASoundModel()
    {
        for (int family = 0; family < Families.Length; family++)
        {
            byte[] original = JsonSerializer.SerializeToUtf8Bytes(ConfigText.Golden(Families[family]));
            var mutator = new ByteMutator(family);
            for (int round = 0; round < Rounds / 8; round++)
            {
                byte[] json = mutator.Damage(original);
                CheckpointConfig? read = null;
                if (AllocationLimit.Accepts(json.Length, () => read = ConfigReader.Read(json, "config.json")))
                    CheckSound(read!.Model);
            }
        }
    }

    [Fact]
    public void DamagedGenerationFilesAreRefusedOrRead()
    {
        CheckpointConfig config = ConfigText.Read("olmoe");
        byte[] original = """{"bos_token_id":0,"eos_token_id":[1,5],"do_sample":true,"temperature":0.7,"top_p":0.9,"top_k":20}"""u8.ToArray();
        var mutator = new ByteMutator(31);
        for (int round = 0; round < Rounds; round++)
        {
            byte[] json = mutator.Damage(original);
            AllocationLimit.Accepts(json.Length, () => GenerationReader.Read(json, "generation_config.json", config));
        }
    }

    private static void Change(JsonObject config, Random random)
    {
        for (int changes = random.Next(1, 4); changes > 0; changes--)
        {
            string[] names = [.. config.Select(field => field.Key)];
            config[names[random.Next(names.Length)]] = JsonNode.Parse(Values[random.Next(Values.Length)]);
        }
    }

    private static void CheckSound(ModelConfig model)
    {
        MixtureConfig mixture = model.Mixture;
        Assert.NotEmpty(model.Layers);
        Assert.Equal(0, model.Attention.Heads % model.Attention.KvHeads);
        Assert.Equal(0, mixture.Experts % mixture.Groups);
        Assert.InRange(mixture.ActiveExperts, 1, mixture.Experts / mixture.Groups * mixture.ActiveGroups);
        Assert.InRange(model.Rope.Dimensions, 2, model.Attention.Latent?.RopeDim ?? model.Attention.HeadDim);
        Assert.Equal(model.Rope.Dimensions / 2, model.Rope.InverseFrequencies.Count);
        Assert.DoesNotContain(model.Rope.InverseFrequencies, frequency => !float.IsFinite(frequency) || frequency < 0);
        Assert.True(float.IsFinite(model.Attention.Scale) && model.Attention.Scale > 0);
        Assert.DoesNotContain(model.Layers, layer => layer.Window < 0);
    }
}
