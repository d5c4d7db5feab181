using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Experts;
using ElasticMoE.Model.Configuration;
using ElasticMoE.Model.Packing;
using ElasticMoE.Model.Sources;
using ElasticMoE.Model.Weights;
using ElasticMoE.Model.Wire;

namespace ElasticMoE.Model.Forward;

/// <summary>A loaded model: its architecture, and its weights mapped into memory. Immutable; shared by any number of passes and threads.</summary>
public sealed class LanguageModel : IDisposable
{
    private readonly PackedFile _file;

    private LanguageModel(string directory, ModelConfig config, GenerationDefaults generation, PackedFile file, string configDigest)
    {
        (Directory, Config, Generation, _file) = (directory, config, generation, file);
        Digest = file.Digest(configDigest);
        Weights = ModelWeights.Bind(file, Config);
    }

    /// <summary>The checkpoint's folder.</summary>
    public string Directory { get; }

    /// <summary>The architecture.</summary>
    public ModelConfig Config { get; }

    /// <summary>What the checkpoint says about generation.</summary>
    public GenerationDefaults Generation { get; }

    /// <summary>Tensors of the checkpoint that no part of the architecture reads.</summary>
    public IReadOnlyList<string> UnusedTensors { get; private init; } = [];

    /// <summary>SHA-256 of the config's digest and of the digests of all packed sections: equal where model, weights and format are.</summary>
    public byte[] Digest { get; }

    /// <summary>Experts of each layer; 0 for a layer without.</summary>
    public IReadOnlyList<int> ExpertsPerLayer => [.. Config.Layers.Select(layer => layer.IsMixture ? Config.Mixture.Experts : 0)];

    /// <summary>Bytes of the packed weights.</summary>
    public long WeightBytes => _file.Bytes;

    /// <summary>Bytes of the matrices that one token is multiplied with: what decoding a single sequence reads from memory for each token.</summary>
    public long ActiveMatrixBytes => Weights.ActiveBytes(Config.Mixture.ActiveExperts);

    internal ModelWeights Weights { get; }

    /// <summary>Loads a checkpoint; the first time in a format it is packed, afterwards mapped.</summary>
    /// <param name="directory">The folder with `config.json` and safetensors files.</param>
    /// <param name="options">How.</param>
    /// <exception cref="InputException">The folder holds no checkpoint that can be run; the message names file and cause.</exception>
    public static LanguageModel Load(string directory, LoadOptions? options = null)
    {
        options ??= new();
        StartupSelfTest.Begin();
        LanguageModel model = PackedCheckpoint.Exists(directory) ? LoadPacked(directory, options) : LoadCheckpoint(directory, options);
        // A form that the self-test switches off must be off before the first step.
        _ = StartupSelfTest.Report;
        return model;
    }

    private static LanguageModel LoadCheckpoint(string directory, LoadOptions options)
    {
        using ModelSource source = ModelSource.Open(directory);
        PackedFile file = WeightCache.Open(options.CacheDirectory).Load(source, options.Format, options.Threads, options.Progress, options.RunsExperts);
        return new(directory, source.Config, source.Generation, file, source.ConfigDigest) { UnusedTensors = source.UnusedTensors };
    }

    private static LanguageModel LoadPacked(string directory, LoadOptions options)
    {
        if (options.Format is { } format)
            throw new InputException(directory, $"its weights are packed already; they can't be loaded as {format}", ExitCode.Usage);
        CheckpointDescription description = CheckpointDescription.Read(directory);
        return new(directory, description.Config.Model, description.Generation, PackedCheckpoint.Open(directory, options.Threads, options.RunsExperts), description.ConfigDigest);
    }

    /// <summary>How rows travel to this model's experts and back.</summary>
    /// <exception cref="InputException">As quantized rows, which not all of its experts take (exit code: usage).</exception>
    public RowCodecs RowCodecs(WireFormat wire) => wire != WireFormat.Quantized || Weights.ExpertsTakeQuantizedRows
        ? WireCodecs.Of(wire)
        : throw new InputException(Directory, "not all of its experts are q8 or q4, so rows can't go to them as q8row", ExitCode.Usage);

    /// <summary>Unmaps the weights; no pass may be running.</summary>
    public void Dispose() => _file.Dispose();
}
