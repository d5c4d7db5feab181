using System.Security.Cryptography;
using System.Text;
using ElasticMoE.Contracts;
using ElasticMoE.Kernels;
using ElasticMoE.Model.Files;
using ElasticMoE.Model.Sources;

namespace ElasticMoE.Model.Packing;

/// <summary>
/// The folder of packed files: `$EMOE_CACHE`, else the user's cache folder. A file's name is the digest of the config, of every source
/// file, of the format and of the packer's version, so that it is never stale.
/// </summary>
internal sealed class WeightCache
{
    /// <summary>Grows whenever a packed file's content or layout changes.</summary>
    private const int PackerVersion = 1;

    private readonly string _folder;

    private WeightCache(string folder) => _folder = folder;

    /// <summary>Opens the cache folder, creating it where it isn't there.</summary>
    /// <param name="folder">The folder, or null for the default one.</param>
    public static WeightCache Open(string? folder)
    {
        string path = folder ?? CacheFolder.Default();
        try
        {
            Directory.CreateDirectory(path);
            return new(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException(path, $"can't be used as the weights cache: {e.Message} Set EMOE_CACHE to a folder that can be written.", inner: e);
        }
    }

    /// <summary>Returns the packed weights of a model, packing them first where that hasn't been done or the file is damaged.</summary>
    /// <param name="source">The checkpoint.</param>
    /// <param name="format">The wanted format; null loads exactly.</param>
    /// <param name="threads">For packing and for checking digests.</param>
    /// <param name="progress">Told how packing goes.</param>
    /// <param name="withExperts">False to leave routed experts unchecked.</param>
    public PackedFile Load(ModelSource source, WeightFormat? format, int threads, IProgress<LoadProgress>? progress, bool withExperts = true)
    {
        try
        {
            string path = Path.Combine(_folder, Key(source, format) + ".emoe");
            if (TryOpenIntact(path, threads, withExperts) is { } ready)
                return ready;
            Packer.Write(PackPlan.Create(source, format), path, threads, progress);
            return TryOpenIntact(path, threads, withExperts) ?? throw new InputException(path, "can't be read back as it was written; the disk or its memory is faulty");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException(_folder, $"the weights cache can't be read or written: {e.Message}", inner: e);
        }
    }

    private static PackedFile? TryOpenIntact(string path, int threads, bool withExperts)
    {
        PackedFile? file = PackedFile.TryOpen(path);
        file?.PopulateHuge(withExperts);
        if (file is null || file.DamagedSections(threads, withExperts).Count == 0)
            return file;
        file.Dispose();
        return null;
    }

    private string Key(ModelSource source, WeightFormat? format)
    {
        var digests = new SourceDigests(_folder);
        var text = new StringBuilder($"packer {PackerVersion}\nformat {format?.ToString() ?? "exact"}\n");
        text.Append("config ").Append(source.ConfigDigest).Append('\n');
        foreach (SourceFile file in source.Files.OrderBy(f => f.Path, StringComparer.Ordinal))
            text.Append(Path.GetFileName(file.Path)).Append(' ').Append(digests.Of(file)).Append('\n');
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
