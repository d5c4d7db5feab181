using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.Contracts.Experts;
using ElasticMoE.Kernels;
using ElasticMoE.Model.Configuration;
using ElasticMoE.Model.Documents;
using ElasticMoE.Model.Files;
using ElasticMoE.Model.Forward;
using ElasticMoE.Model.Packing;
using ElasticMoE.Model.Sources;
using ElasticMoE.Model.Wire;

namespace ElasticMoE.Model.Hosting;

/// <summary>
/// A model as a node has to know it: its architecture, and the digest and size of every part of its weights, but none of them. As a folder
/// it is `config.json` and `manifest.emoe`, the head of the packed file.
/// </summary>
public sealed class ModelManifest
{
    /// <summary>The name of the list of parts.</summary>
    public const string FileName = "manifest.emoe";

    private readonly string _directory;
    private readonly PackedIndex _index;
    private readonly Dictionary<string, PackedSection> _sections;

    private ModelManifest(string directory, PackedIndex index, string? weightsPath)
    {
        CheckpointDescription description = CheckpointDescription.Read(directory);
        _directory = directory;
        (_index, WeightsPath, Config, Generation, Naming) = (index, weightsPath, description.Config.Model, description.Generation, description.Config.Family.Names);
        _sections = index.Sections.ToDictionary(section => section.Name);
        Digest = index.Digest(description.ConfigDigest);
        ExpertsPerLayer = [.. Config.Layers.Select(layer => layer.IsMixture ? Config.Mixture.Experts : 0)];
        BytesPerLayer = [.. ExpertsPerLayer.Select((experts, layer) => experts > 0 ? ContentOf(new(layer, 0)).Bytes : 0)];
    }

    /// <summary>The architecture.</summary>
    public ModelConfig Config { get; }

    /// <summary>How answers are drawn where a request says nothing.</summary>
    public GenerationDefaults Generation { get; }

    /// <summary>The model's digest, as <see cref="LanguageModel.Digest"/> of the same weights.</summary>
    public byte[] Digest { get; }

    /// <summary>Experts of each layer; 0 for a layer without.</summary>
    public IReadOnlyList<int> ExpertsPerLayer { get; }

    /// <summary>Bytes of one expert of each layer; 0 for a layer without.</summary>
    public IReadOnlyList<long> BytesPerLayer { get; }

    /// <summary>The packed file of the weights, where this machine had one; it may be gone by now.</summary>
    public string? WeightsPath { get; }

    /// <summary>Opens a checkpoint (packing it where that hasn't been done), a folder of packed weights, or a manifest without weights. Reads no expert.</summary>
    /// <exception cref="InputException">The folder holds none of them; the message names file and cause.</exception>
    public static ModelManifest Open(string directory, LoadOptions? options = null)
    {
        string path = Path.Combine(directory, FileName);
        if (File.Exists(path))
            return new(directory, ReadIndex(path), weightsPath: null);
        using PackedFile packed = PackedCheckpoint.Exists(directory) ? PackedCheckpoint.OpenFile(directory) : OpenCached(directory, options ?? new());
        return new(directory, packed.Index, packed.Path);
    }

    /// <summary>Whether the model has an expert.</summary>
    public bool Has(ExpertId expert) =>
        (uint)expert.Layer < (uint)ExpertsPerLayer.Count && (uint)expert.Index < (uint)ExpertsPerLayer[expert.Layer];

    /// <summary>An expert's weights as the model has them.</summary>
    public ExpertContent ContentOf(ExpertId expert)
    {
        PackedSection section = SectionOf(expert);
        return new(ContentDigest.Read(section.Digest.Span), section.Length);
    }

    /// <summary>Whether an expert's weights are kept in a format that new ones can be brought to; those of GGUF files that run as they are stored aren't.</summary>
    /// <exception cref="InputException">The model has no such expert.</exception>
    public bool TakesUpdates(ExpertId expert) => LayoutOf(expert).Values.All(entry => entry.Format is WeightFormat.Bf16 or WeightFormat.F32 or WeightFormat.Q8 or WeightFormat.Q4);

    /// <summary>How rows travel to this model's experts and back.</summary>
    /// <exception cref="InputException">As quantized rows, which not all of its experts take (exit code: usage).</exception>
    public RowCodecs RowCodecs(WireFormat wire) => wire != WireFormat.Quantized || _index.Entries.Where(IsExpertsGate).All(entry => entry.Format is not (WeightFormat.F32 or WeightFormat.Bf16))
        ? WireCodecs.Of(wire)
        : throw new InputException(_directory, "not all of its experts are q8 or q4, so rows can't go to them as q8row", ExitCode.Usage);

    /// <summary>Writes it to a new folder, which appears when it is whole.</summary>
    /// <exception cref="InputException">The folder is there and not empty, or can't be written.</exception>
    public void Write(string directory)
    {
        using NewFolder folder = NewFolder.Begin(directory);
        folder.WriteFile(ConfigReader.FileName, ModelDocuments.Of(_directory).Read(ConfigReader.FileName).ToArray());
        folder.WriteFile(FileName, _index.Format());
        folder.Complete();
    }

    /// <summary>How the family's checkpoints name tensors.</summary>
    internal TensorNaming Naming { get; }

    internal PackedSection SectionOf(ExpertId expert) => _sections.GetValueOrDefault(PackedSection.NameOf(expert))
        ?? throw new InputException($"expert {expert}", "the model's manifest has no such expert", ExitCode.NotFound);

    /// <summary>The entries of an expert, by their names within it ("gate"); offsets count from its first byte.</summary>
    internal IReadOnlyDictionary<string, PackedEntry> LayoutOf(ExpertId expert)
    {
        PackedSection section = SectionOf(expert);
        return _index.Entries
            .Where(entry => entry.Offset >= section.Offset && entry.Offset < section.Offset + section.Length)
            .ToDictionary(entry => entry.Name[(section.Name.Length + 1)..], entry => entry with { Offset = entry.Offset - section.Offset });
    }

    private static bool IsExpertsGate(PackedEntry entry) =>
        entry.Name.Contains(".experts.", StringComparison.Ordinal) && entry.Name.EndsWith(".gate", StringComparison.Ordinal);

    private static PackedIndex ReadIndex(string path)
    {
        using MappedFile file = MappedFile.Open(path);
        return PackedIndex.Read(file) ?? throw new InputException(path, "is no manifest of this version, or is damaged");
    }

    private static PackedFile OpenCached(string directory, LoadOptions options)
    {
        using ModelSource source = ModelSource.Open(directory);
        return WeightCache.Open(options.CacheDirectory).Load(source, options.Format, options.Threads, options.Progress, withExperts: false);
    }
}
