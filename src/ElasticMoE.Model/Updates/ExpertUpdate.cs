using System.Security.Cryptography;
using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.Model.Files;
using ElasticMoE.Model.Hosting;
using ElasticMoE.Model.Packing;

namespace ElasticMoE.Model.Updates;

/// <summary>An expert's new weights, read from a safetensors file and packed exactly as the model's own are: by content they are as good as those.</summary>
public sealed class ExpertUpdate
{
    private readonly byte[] _bytes;

    private ExpertUpdate(ModelManifest manifest, ExpertId expert, string source, byte[] bytes)
    {
        (Manifest, Expert, Source, _bytes) = (manifest, expert, source, bytes);
        Content = new(ContentDigest.Read(SHA256.HashData(bytes)), bytes.Length);
    }

    /// <summary>Whose weights.</summary>
    public ExpertId Expert { get; }

    /// <summary>The file they came from.</summary>
    public string Source { get; }

    /// <summary>Their digest and length, packed.</summary>
    public ExpertContent Content { get; }

    /// <summary>The packed bytes.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    internal ModelManifest Manifest { get; }

    /// <summary>
    /// Reads a file that holds the expert's tensors and nothing else, named as in the family's checkpoints, or by the ends of those names
    /// ("gate_proj.weight"), with the model's shapes, of a type whose values the model's format holds or quantizes.
    /// </summary>
    /// <param name="manifest">The model they are for.</param>
    /// <param name="expert">The expert.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="InputException">The model has no such expert, or the file isn't so; names the tensor and the cause.</exception>
    public static ExpertUpdate Read(ModelManifest manifest, ExpertId expert, string path)
    {
        byte[] bytes = new byte[manifest.ContentOf(expert).Bytes];
        using SafetensorsFile file = SafetensorsFile.Open(path);
        var tensors = new UpdateTensors(file, expert, manifest.Naming);
        foreach ((string part, PackedEntry entry) in manifest.LayoutOf(expert))
            tensors.Pack(part, entry, bytes.AsSpan((int)entry.Offset, (int)entry.Bytes));
        tensors.CheckNoneIsLeft();
        return new(manifest, expert, Path.GetFullPath(path), bytes);
    }

    /// <summary>Puts the packed bytes into a store, where they aren't there yet.</summary>
    /// <exception cref="InputException">It can't be written.</exception>
    public void Save(ExpertStore store)
    {
        if (store.Holds(Content))
            return;
        using ExpertWriter writer = store.Begin(Content);
        writer.Append(_bytes);
        writer.Complete();
    }
}
