using System.Text.Json;
using ElasticMoE.Contracts;

namespace ElasticMoE.Model.Configuration;

/// <summary>Reads `config.json` of any supported family, in the older and the newer style. All that is wrong with it is named at once.</summary>
internal static class ConfigReader
{
    public const string FileName = "config.json";

    /// <exception cref="InputException">The document can't be used; the message names the file and every field that is wrong.</exception>
    public static CheckpointConfig Read(ReadOnlyMemory<byte> json, string path)
    {
        using JsonDocument document = JsonDocuments.ParseObject(json, path);
        Family family = FindFamily(document.RootElement, path);
        var fields = new ConfigFields(document.RootElement, family.Defaults, []);
        CheckpointConfig config = Read(family, fields);
        return fields.Errors.Count == 0 ? config : throw new InputException(path, string.Join("; ", fields.Errors));
    }

    private static Family FindFamily(JsonElement root, string path)
    {
        string? modelType = root.TryGetProperty("model_type", out JsonElement element) && element.ValueKind == JsonValueKind.String
            ? element.GetString()
            : throw new InputException(path, "model_type is missing");
        return FamilyTable.Find(modelType!) ?? throw new InputException(path,
            $"model_type \"{modelType}\" is not supported; {string.Join(", ", FamilyTable.ModelTypes)} are");
    }

    private static CheckpointConfig Read(Family family, ConfigFields fields)
    {
        CheckFixed(fields);
        int hiddenSize = fields.Int("hidden_size", 1, Limits.MatrixSideMax);
        int maxPositions = fields.Int("max_position_embeddings", 1, Limits.PositionsMax);
        float normEpsilon = (float)fields.Number("rms_norm_eps", 0, 1);
        var attentionReader = new AttentionReader(family, fields, maxPositions);
        AttentionConfig attention = attentionReader.ReadAttention(hiddenSize, normEpsilon);
        LayerConfig[] layers = new LayersReader(family, fields).Read();
        var model = new ModelConfig
        {
            ModelType = family.ModelType,
            HiddenSize = hiddenSize,
            VocabularySize = fields.Int("vocab_size", 1, Limits.MatrixSideMax),
            MaxPositions = maxPositions,
            NormEpsilon = normEpsilon,
            TiedEmbeddings = fields.Flag("tie_word_embeddings"),
            DenseWidth = layers.All(layer => layer.IsMixture) ? 0 : fields.Int("intermediate_size", 1, Limits.MatrixSideMax),
            Attention = attention,
            Rope = attentionReader.ReadRope(attention),
            Mixture = new MixtureReader(family, fields).Read(),
            Layers = layers,
        };
        return new CheckpointConfig(
            model, family, QuantizationReader.Read(fields), TokenIds.ReadOne(fields, "bos_token_id"), TokenIds.Read(fields, "eos_token_id"))
        {
            EosIsDefault = !fields.Has("eos_token_id"),
        };
    }

    /// <summary>Fields that may only say what every supported family does.</summary>
    private static void CheckFixed(ConfigFields fields)
    {
        if (fields.Text("hidden_act") is { } activation && activation != "silu")
            fields.Fail("hidden_act", $"\"{activation}\" is not supported; silu is");
        if (fields.Flag("mlp_bias"))
            fields.Fail("mlp_bias", "is set; biases of dense layers are not supported");
    }
}
