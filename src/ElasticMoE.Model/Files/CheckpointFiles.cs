using ElasticMoE.Contracts;

namespace ElasticMoE.Model.Files;

/// <summary>The weight files of a checkpoint folder: `model.safetensors`, else the shards that the index names.</summary>
internal sealed class CheckpointFiles : IDisposable
{
    public const string SingleName = "model.safetensors";

    private readonly Dictionary<string, StoredTensor> _tensors = [];
    private readonly List<SafetensorsFile> _files = [];

    private CheckpointFiles()
    {
    }

    public IReadOnlyDictionary<string, StoredTensor> Tensors => _tensors;

    public IReadOnlyList<SourceFile> Sources => [.. _files.Select(file => file.Source)];

    public static CheckpointFiles Open(string directory)
    {
        var files = new CheckpointFiles();
        try
        {
            string single = Path.Combine(directory, SingleName);
            string index = Path.Combine(directory, CheckpointIndex.FileName);
            if (File.Exists(single))
                files.AddAll(single);
            else if (File.Exists(index))
                files.AddShards(directory, index);
            else
                throw new InputException(directory, $"holds neither {SingleName} nor {CheckpointIndex.FileName}", ExitCode.NotFound);
            return files;
        }
        catch
        {
            files.Dispose();
            throw;
        }
    }

    public void Dispose() => _files.ForEach(file => file.Dispose());

    private void AddAll(string path)
    {
        SafetensorsFile file = Track(path);
        foreach (TensorEntry entry in file.Tensors.Values)
            _tensors.Add(entry.Name, new StoredTensor(file, entry));
    }

    private void AddShards(string directory, string index)
    {
        Dictionary<string, string> shardOf = CheckpointIndex.Read(index);
        var shards = new Dictionary<string, SafetensorsFile>();
        foreach (string shard in shardOf.Values.Distinct().Order(StringComparer.Ordinal))
        {
            string path = Path.Combine(directory, shard);
            if (!File.Exists(path))
                throw new InputException(index, $"the shard {shard} is missing", ExitCode.NotFound);
            shards.Add(shard, Track(path));
        }
        foreach ((string tensor, string shard) in shardOf)
        {
            SafetensorsFile file = shards[shard];
            if (!file.Tensors.TryGetValue(tensor, out TensorEntry? entry))
                throw new InputException(index, $"tensor {tensor} is not in {shard}, where the index has it", ExitCode.NotFound);
            _tensors.Add(tensor, new StoredTensor(file, entry));
        }
        AddUnindexed(shards.Values);
    }

    // A shard may hold what the index does not name; it is there to be reported, and never hides what the index names.
    private void AddUnindexed(IEnumerable<SafetensorsFile> shards)
    {
        foreach (SafetensorsFile shard in shards)
        {
            foreach (TensorEntry entry in shard.Tensors.Values)
                _tensors.TryAdd(entry.Name, new StoredTensor(shard, entry));
        }
    }

    private SafetensorsFile Track(string path)
    {
        SafetensorsFile file = SafetensorsFile.Open(path);
        _files.Add(file);
        return file;
    }
}
