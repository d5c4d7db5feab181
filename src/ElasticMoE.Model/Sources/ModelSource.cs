using ElasticMoE.Contracts;
using ElasticMoE.Model.Configuration;
using ElasticMoE.Model.Files;
using ElasticMoE.Model.Gguf;

namespace ElasticMoE.Model.Sources;

/// <summary>
/// A checkpoint as it was published: its configuration, and its tensors by the part they play. Opening checks that every tensor is
/// there with the shape the configuration asks for, and reads none of them.
/// </summary>
public sealed class ModelSource : IDisposable
{
    private readonly ICheckpointWeights _weights;

    private ModelSource(string directory, CheckpointDescription description)
    {
        Directory = directory;
        Config = description.Config.Model;
        ConfigDigest = description.ConfigDigest;
        Generation = description.Generation;
        Names = description.Config.Family.Names;
        _weights = GgufFile.IsAt(directory) ? new GgufWeights(directory, Config) : new SafetensorsWeights(directory, description.Config);
    }

    /// <summary>The folder, or the GGUF file.</summary>
    public string Directory { get; }

    /// <summary>The architecture.</summary>
    public ModelConfig Config { get; }

    /// <summary>How the family's checkpoints name tensors.</summary>
    internal TensorNaming Names { get; }

    /// <summary>SHA-256 of `config.json`, lower-case hex.</summary>
    internal string ConfigDigest { get; }

    /// <summary>What it suggests for generation.</summary>
    public GenerationDefaults Generation { get; }

    /// <summary>
    /// Tensors that play no part, in the order of their names. Those that published files are known to hold beside the model are not
    /// listed: rotary frequencies, and layers past the last (multi-token prediction).
    /// </summary>
    public IReadOnlyList<string> UnusedTensors { get; private set; } = [];

    /// <summary>The weight files.</summary>
    public IReadOnlyList<SourceFile> Files => _weights.Files;

    /// <summary>Bytes of tensors by element type, as the files name the types.</summary>
    public IReadOnlyDictionary<string, long> BytesByType => _weights.BytesByType;

    /// <summary>Whether latent attention's second key-value projection is stored split per head.</summary>
    internal bool SplitsLatent => _weights.SplitsLatent;

    /// <summary>Opens the checkpoint in a folder, or a GGUF file.</summary>
    /// <exception cref="InputException">Something is missing, damaged or not supported; the message names file, field or tensor and the cause.</exception>
    public static ModelSource Open(string directory)
    {
        CheckpointDescription description = CheckpointDescription.Read(directory);
        var source = new ModelSource(directory, description);
        try
        {
            source.CheckTensors();
            source.UnusedTensors = source._weights.TakeUnused();
            return source;
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    /// <summary>The matrix of that role. Layer and expert are left out where the role has none.</summary>
    /// <exception cref="InputException">The tensor is missing, or of a wrong type or shape; the message names it.</exception>
    public MatrixSource Matrix(MatrixRole role, int layer = -1, int expert = -1)
    {
        CheckPlace(role is MatrixRole.Embedding or MatrixRole.Head, LayerRoles.Expert.Contains(role), layer, expert);
        if (role == MatrixRole.Head && Config.TiedEmbeddings)
            role = MatrixRole.Embedding;
        return _weights.Matrix(role, layer, expert);
    }

    /// <summary>The vector of that role, or null where the architecture has none.</summary>
    /// <exception cref="InputException">The tensor is missing, or of a wrong type or shape; the message names it.</exception>
    public VectorSource? Vector(VectorRole role, int layer = -1, int expert = -1)
    {
        CheckPlace(role == VectorRole.FinalNorm, LayerRoles.ExpertVectors.Contains(role), layer, expert);
        if (VectorLengths.Of(Config, role) is not { } length || (layer >= 0 && !LayerRoles.Has(Config, layer, role)))
            return null;
        return _weights.Vector(role, (layer, expert), length);
    }

    /// <inheritdoc/>
    public void Dispose() => _weights.Dispose();

    private void CheckPlace(bool isOutsideLayers, bool isOfExpert, int layer, int expert)
    {
        if (isOutsideLayers ? layer != -1 : (uint)layer >= (uint)Config.Layers.Count)
            throw new ArgumentOutOfRangeException(nameof(layer), layer, "no such layer, or the role belongs to none");
        if (isOfExpert ? (uint)expert >= (uint)Config.Mixture.Experts : expert != -1)
            throw new ArgumentOutOfRangeException(nameof(expert), expert, "no such expert, or the role belongs to none");
    }

    private void CheckTensors()
    {
        Matrix(MatrixRole.Embedding);
        Matrix(MatrixRole.Head);
        Vector(VectorRole.FinalNorm);
        for (int layer = 0; layer < Config.Layers.Count; layer++)
        {
            foreach (MatrixRole role in LayerRoles.Matrices(Config, layer, SplitsLatent))
                Matrix(role, layer);
            foreach (VectorRole role in LayerRoles.Vectors(Config, layer))
                Vector(role, layer);
            for (int expert = 0; Config.Layers[layer].IsMixture && expert < Config.Mixture.Experts; expert++)
                CheckExpert(layer, expert);
        }
    }

    private void CheckExpert(int layer, int expert)
    {
        foreach (MatrixRole role in LayerRoles.Expert)
            Matrix(role, layer, expert);
        foreach (VectorRole role in LayerRoles.ExpertVectors)
            Vector(role, layer, expert);
    }
}
