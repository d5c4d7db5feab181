using ElasticMoE.Contracts;
using ElasticMoE.Kernels;
using ElasticMoE.Model.Documents;
using ElasticMoE.Model.Files;
using ElasticMoE.Model.Sources;

namespace ElasticMoE.Model.Packing;

/// <summary>
/// A checkpoint's folder whose weights are packed already, in one format: what quantizing writes. It holds the source's small files
/// (config, tokenizer, templates, test cases) and `weights.emoe` in place of safetensors, and is loaded like any other.
/// </summary>
public static class PackedCheckpoint
{
    internal const string WeightsName = "weights.emoe";

    /// <summary>The small files that travel along; what a folder doesn't have is not missed.</summary>
    private static readonly string[] Companions =
    [
        "config.json", "generation_config.json", "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json",
        "chat_template.jinja", "chat_template.json", "eval.jsonl", "LICENSE", "README.md",
    ];

    /// <summary>Whether a folder holds packed weights.</summary>
    public static bool Exists(string directory) => File.Exists(Path.Combine(directory, WeightsName));

    /// <summary>Packs a checkpoint into a new folder, which appears under its name only when it is whole.</summary>
    /// <param name="source">The checkpoint.</param>
    /// <param name="target">The new folder; must not exist.</param>
    /// <param name="format">The format of its large matrices.</param>
    /// <param name="threads">Threads that pack.</param>
    /// <param name="progress">Told how packing goes.</param>
    /// <exception cref="InputException">The target exists or can't be written.</exception>
    public static void Write(ModelSource source, string target, WeightFormat format, int threads, IProgress<LoadProgress>? progress)
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(target));
        if (Path.Exists(full))
            throw new InputException(target, "exists already; name a new folder", ExitCode.Conflict);
        string temporary = $"{full}.{Environment.ProcessId}.tmp";
        try
        {
            Directory.CreateDirectory(temporary);
            ModelDocuments documents = ModelDocuments.Of(source.Directory);
            foreach (string name in Companions)
                if (documents.Find(name) is { } bytes)
                    File.WriteAllBytes(Path.Combine(temporary, name), bytes.ToArray());
            Packer.Write(PackPlan.Create(source, format), Path.Combine(temporary, WeightsName), threads, progress);
            Directory.Move(temporary, full);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException(target, $"can't be written: {e.Message}", inner: e);
        }
        finally
        {
            if (Directory.Exists(temporary))
                Directory.Delete(temporary, recursive: true);
        }
    }

    /// <summary>What a folder with packed weights holds; reads none of them.</summary>
    /// <exception cref="InputException">The configuration or the weights' index is missing, damaged or not supported.</exception>
    public static PackedDescription Describe(string directory)
    {
        CheckpointDescription description = CheckpointDescription.Read(directory);
        using PackedFile file = OpenFile(directory);
        var bytes = new Dictionary<WeightFormat, long>();
        foreach (PackedEntry entry in file.Entries)
            bytes[entry.Format] = bytes.GetValueOrDefault(entry.Format) + entry.Bytes;
        return new(description.Config.Model, file.Source, bytes);
    }

    /// <summary>Opens a folder's packed weights and checks digests.</summary>
    internal static PackedFile Open(string directory, int threads, bool withExperts = true)
    {
        PackedFile file = OpenFile(directory);
        file.PopulateHuge(withExperts);
        IReadOnlyList<string> damaged = file.DamagedSections(threads, withExperts);
        if (damaged.Count == 0)
            return file;
        file.Dispose();
        throw new InputException(file.Path, $"is damaged: {damaged[0]} does not match its digest{(damaged.Count > 1 ? $", nor do {damaged.Count - 1} other sections" : "")}");
    }

    internal static PackedFile OpenFile(string directory)
    {
        string path = Path.Combine(directory, WeightsName);
        if (PackedFile.TryOpen(path) is { } whole)
            return whole;
        using MappedFile file = MappedFile.Open(path);
        throw PackedIndex.Read(file) is { } index
            ? new InputException(path, $"is cut short: it has {file.Length} bytes, and its index speaks of {index.FileBytes}")
            : new InputException(path, "is no packed weights file of this version, or its index is damaged");
    }
}
