using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Control;

namespace ElasticMoE.Model.Hosting;

/// <summary>
/// A folder of experts' weights, each in a file named by its digest. Files appear whole or not at all. A folder may belong to one node, or
/// be shared, where others only read it.
/// </summary>
public sealed class ExpertStore
{
    private const string Extension = ".expert";

    private readonly string _folder;

    private ExpertStore(string folder) => _folder = folder;

    /// <summary>A store that others may write too; it needs not be there.</summary>
    public static ExpertStore Shared(string folder) => new(folder);

    /// <summary>Opens a node's own store, made where it isn't there, and removes what a node that died has left unfinished.</summary>
    /// <exception cref="InputException">The folder can't be used.</exception>
    public static ExpertStore Open(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            foreach (string unfinished in Directory.GetFiles(folder, "*" + ExpertWriter.TemporaryExtension))
                File.Delete(unfinished);
            return new(folder);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new InputException(folder, $"can't be used as a store of experts: {failed.Message}", inner: failed);
        }
    }

    /// <summary>Where some content lies, or would.</summary>
    public string PathOf(ContentDigest digest) => Path.Combine(_folder, digest + Extension);

    /// <summary>Whether content is there, in full length.</summary>
    public bool Holds(in ExpertContent content)
    {
        var file = new FileInfo(PathOf(content.Digest));
        return file.Exists && file.Length == content.Bytes;
    }

    /// <summary>Begins to write content.</summary>
    /// <exception cref="InputException">The disk is full, or can't be written.</exception>
    public ExpertWriter Begin(in ExpertContent content) => new(PathOf(content.Digest), content);

    /// <summary>Takes damaged content away.</summary>
    public void Remove(ContentDigest digest) => File.Delete(PathOf(digest));
}
