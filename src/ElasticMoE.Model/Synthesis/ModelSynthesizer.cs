using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using ElasticMoE.Contracts;
using ElasticMoE.Model.Configuration;
using ElasticMoE.Model.Files;

namespace ElasticMoE.Model.Synthesis;

/// <summary>
/// Writes a checkpoint with random weights of any shape, laid out as its family publishes: `config.json`, `generation_config.json` and
/// bf16 safetensors, sharded with an index where they are large. Norms are near one, all else has a deviation of 0.02.
/// </summary>
public sealed class ModelSynthesizer
{
    private const int ChunkValues = 1 << 20;

    private readonly SynthOptions _options;
    private readonly RandomWeights _weights;
    private readonly ushort[] _chunk = new ushort[ChunkValues];
    private readonly IReadOnlyList<TensorSpec> _tensors;
    private readonly byte[] _config;
    private readonly long _bytesTotal;
    private readonly ModelConfig _model;
    private long _bytesDone;

    private ModelSynthesizer(SynthShape shape, SynthOptions options)
    {
        Family family = FamilyTable.Find(shape.ModelType)
            ?? throw new InputException("model_type", $"\"{shape.ModelType}\" is not supported; {string.Join(", ", FamilyTable.ModelTypes)} are");
        _options = options;
        _weights = new RandomWeights(options.Seed);
        _config = SynthConfig.Write(shape, family);
        // Read back, so that what is written is what a reader of the checkpoint will see.
        _model = ConfigReader.Read(_config, ConfigReader.FileName).Model;
        _tensors = [.. new TensorCatalog(_model, family.Names).All()];
        _bytesTotal = _tensors.Sum(tensor => tensor.Bytes);
    }

    /// <summary>Writes a checkpoint into a folder that does not exist yet or is empty. It appears there complete or not at all.</summary>
    /// <exception cref="InputException">The shape makes no model, or the folder can't be written; the message names field or file.</exception>
    public static void Write(string directory, SynthShape shape, SynthOptions options)
    {
        using var folder = NewFolder.Begin(directory);
        var synthesizer = new ModelSynthesizer(shape, options);
        synthesizer.WriteWeights(folder);
        folder.WriteFile(ConfigReader.FileName, synthesizer._config);
        folder.WriteFile(GenerationReader.FileName, SynthConfig.WriteGeneration());
        folder.Complete();
    }

    /// <summary>Bytes of weights that a shape takes.</summary>
    /// <exception cref="InputException">The shape makes no model; the message names the field.</exception>
    public static long WeightBytes(SynthShape shape) => new ModelSynthesizer(shape, new SynthOptions())._bytesTotal;

    /// <summary>The configuration that a checkpoint of a shape has.</summary>
    /// <exception cref="InputException">The shape makes no model; the message names the field.</exception>
    public static ModelConfig ConfigOf(SynthShape shape) => new ModelSynthesizer(shape, new SynthOptions())._model;

    private void WriteWeights(NewFolder folder)
    {
        IReadOnlyList<Range> shards = Shards();
        if (shards.Count == 1)
        {
            WriteShard(folder.PathOf(CheckpointFiles.SingleName), 0, _tensors.Count);
            return;
        }
        var shardOf = new JsonObject();
        for (int i = 0; i < shards.Count; i++)
        {
            string name = $"model-{i + 1:D5}-of-{shards.Count:D5}.safetensors";
            (int first, int count) = shards[i].GetOffsetAndLength(_tensors.Count);
            WriteShard(folder.PathOf(name), first, count);
            foreach (TensorSpec tensor in _tensors.Skip(first).Take(count))
                shardOf.Add(tensor.Name, name);
        }
        var index = new JsonObject { ["metadata"] = new JsonObject { ["total_size"] = _bytesTotal }, ["weight_map"] = shardOf };
        folder.WriteFile(CheckpointIndex.FileName, JsonSerializer.SerializeToUtf8Bytes(index));
    }

    private List<Range> Shards()
    {
        var shards = new List<Range>();
        int first = 0;
        long bytes = 0;
        for (int i = 0; i < _tensors.Count; i++)
        {
            if (i > first && bytes + _tensors[i].Bytes > _options.ShardBytesMax)
            {
                shards.Add(first..i);
                (first, bytes) = (i, 0);
            }
            bytes += _tensors[i].Bytes;
        }
        shards.Add(first.._tensors.Count);
        return shards;
    }

    private void WriteShard(string path, int first, int count)
    {
        using var writer = SafetensorsWriter.Create(path, [.. _tensors.Skip(first).Take(count)]);
        for (int tensor = first; tensor < first + count; tensor++)
            WriteTensor(writer, tensor);
        writer.Complete();
    }

    private void WriteTensor(SafetensorsWriter writer, int tensor)
    {
        TensorSpec spec = _tensors[tensor];
        bool isNorm = spec.Name.EndsWith("norm.weight", StringComparison.Ordinal);
        for (long done = 0; done < spec.Elements; done += ChunkValues)
        {
            Span<ushort> values = _chunk.AsSpan(0, (int)Math.Min(ChunkValues, spec.Elements - done));
            _weights.Fill(tensor, done, isNorm, values);
            writer.Write(MemoryMarshal.AsBytes(values));
            _bytesDone += values.Length * sizeof(ushort);
            _options.Progress?.Report(new SynthesisProgress(_bytesDone, _bytesTotal));
        }
    }
}
