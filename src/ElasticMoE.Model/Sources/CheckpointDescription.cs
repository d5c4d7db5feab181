using System.Security.Cryptography;
using ElasticMoE.Contracts;
using ElasticMoE.Model.Configuration;
using ElasticMoE.Model.Documents;

namespace ElasticMoE.Model.Sources;

/// <summary>What a checkpoint's folder or GGUF file says about the model, without its weights.</summary>
/// <param name="Config">`config.json`.</param>
/// <param name="ConfigDigest">SHA-256 of its bytes, lower-case hex.</param>
/// <param name="Generation">`generation_config.json`, where it is there, and the stop ids of `config.json`.</param>
internal sealed record CheckpointDescription(CheckpointConfig Config, string ConfigDigest, GenerationDefaults Generation)
{
    /// <exception cref="InputException">A file is missing, damaged or not supported; the message names file, field and cause.</exception>
    public static CheckpointDescription Read(string directory)
    {
        ModelDocuments documents = ModelDocuments.Of(directory);
        ReadOnlyMemory<byte> bytes = documents.Read(ConfigReader.FileName);
        CheckpointConfig config = ConfigReader.Read(bytes, documents.PathOf(ConfigReader.FileName));
        return new(config, Convert.ToHexStringLower(SHA256.HashData(bytes.Span)), ReadGeneration(documents, config));
    }

    private static GenerationDefaults ReadGeneration(ModelDocuments documents, CheckpointConfig config) =>
        documents.Find(GenerationReader.FileName) is { } bytes
            ? GenerationReader.Read(bytes, documents.PathOf(GenerationReader.FileName), config)
            : GenerationReader.WithoutFile(config);
}
