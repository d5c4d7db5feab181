using ElasticMoE.Contracts;
using ElasticMoE.Model.Accounting;
using ElasticMoE.Model.Configuration;
using ElasticMoE.Model.Packing;
using ElasticMoE.Model.Sources;
using ElasticMoE.Node.Loading;
using ElasticMoE.Node.Reports;

namespace ElasticMoE.Node.Inspection;

/// <summary>Describes a checkpoint without reading its weights.</summary>
internal static class ModelInspector
{
    /// <summary>Describes the checkpoint in a folder, as it was published or packed.</summary>
    /// <exception cref="InputException">The folder holds no checkpoint that can be run; the message names file and cause.</exception>
    public static ModelReport Describe(string directory)
    {
        if (!PackedCheckpoint.Exists(directory))
        {
            using ModelSource source = ModelSource.Open(directory);
            return Describe(directory, source.Config, new WeightFiles(source.Files, BytesByType(source), source.UnusedTensors));
        }
        PackedDescription packed = PackedCheckpoint.Describe(directory);
        return Describe(directory, packed.Config, new WeightFiles([packed.Weights], BytesByFormat(packed), []));
    }

    private static ModelReport Describe(string directory, ModelConfig config, WeightFiles weights)
    {
        ModelSize size = ModelSize.Of(config);
        return new ModelReport
        {
            Model = ModelWords.Name(directory),
            Architecture = config.ModelType,
            HiddenSize = config.HiddenSize,
            VocabularySize = config.VocabularySize,
            MaxPositions = config.MaxPositions,
            Layers = config.Layers.Count,
            MixtureLayers = config.Layers.Count(layer => layer.IsMixture),
            Experts = config.Mixture.Experts,
            ActiveExperts = config.Mixture.ActiveExperts,
            ExpertWidth = config.Mixture.ExpertWidth,
            SharedExpertWidth = config.Mixture.SharedWidth,
            Routing = ModelWords.Routing(config.Mixture),
            Attention = ModelWords.Attention(config.Attention),
            TotalParameters = size.TotalParameters,
            ActiveParameters = size.ActiveParameters,
            FlopsPerToken = size.FlopsPerToken(1),
            FlopsPerTokenAtMaxPositions = size.FlopsPerToken(config.MaxPositions),
            CacheBytesPerPosition = CacheBytesPerPosition(config),
            Parts = [.. Enum.GetValues<ModelPartKind>().Select(part => new PartReport(ModelWords.Part(part), size.TotalOf(part), size.ActiveOf(part)))],
            BytesByType = weights.BytesByType,
            Files = weights.Files.Count,
            FileBytes = weights.Files.Sum(file => file.Bytes),
            UnusedTensors = weights.UnusedTensors,
        };
    }

    /// <summary>Bytes of tensors by element type, most first, as the files name the types.</summary>
    private static Dictionary<string, long> BytesByType(ModelSource source) =>
        source.BytesByType.OrderByDescending(pair => pair.Value).ToDictionary();

    private static Dictionary<string, long> BytesByFormat(PackedDescription packed) => packed.BytesByFormat
        .OrderByDescending(pair => pair.Value)
        .ToDictionary(pair => FormatOption.Name(pair.Key), pair => pair.Value);

    /// <summary>Bytes of one position in the KV cache, all layers together.</summary>
    public static long CacheBytesPerPosition(ModelConfig config)
    {
        AttentionConfig attention = config.Attention;
        long elements = attention.Latent is { } latent ? 2 * latent.KvRank + latent.RopeDim : 2L * attention.KvHeads * attention.HeadDim;
        return elements * sizeof(float) * config.Layers.Count;
    }
}
