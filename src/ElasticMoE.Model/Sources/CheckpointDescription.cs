using System.Security.Cryptography;
using ElasticMoE.Contracts;
using ElasticMoE.Model.Configuration;
using ElasticMoE.Model.Files;

namespace ElasticMoE.Model.Sources;

/// <summary>What a checkpoint's folder says about the model, without its weights.</summary>
/// <param name="Config">`config.json`.</param>
/// <param name="ConfigDigest">SHA-256 of its bytes, lower-case hex.</param>
/// <param name="Generation">`generation_config.json`, where it is there, and the stop ids of `config.json`.</param>
internal sealed record CheckpointDescription(CheckpointConfig Config, string ConfigDigest, GenerationDefaults Generation)
{
    /// <exception cref="InputException">A file is missing, damaged or not supported; the message names file, field and cause.</exception>
    public static CheckpointDescription Read(string directory)
    {
        string path = Path.Combine(directory, ConfigReader.FileName);
        ReadOnlyMemory<byte> bytes = JsonBytes.Read(path);
        CheckpointConfig config = ConfigReader.Read(bytes, path);
        return new(config, Convert.ToHexStringLower(SHA256.HashData(bytes.Span)), ReadGeneration(directory, config));
    }

    private static GenerationDefaults ReadGeneration(string directory, CheckpointConfig config)
    {
        string path = Path.Combine(directory, GenerationReader.FileName);
        return File.Exists(path)
            ? GenerationReader.Read(JsonBytes.Read(path), path, config)
            : GenerationReader.WithoutFile(config);
    }
}
