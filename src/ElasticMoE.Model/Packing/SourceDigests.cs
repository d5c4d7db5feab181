using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ElasticMoE.Model.Files;

namespace ElasticMoE.Model.Packing;

/// <summary>
/// Digests of source files, remembered by path, size and time of last write, so that a large checkpoint is read once and not at every
/// start. The memory is one small file per source in the cache folder; a damaged one is computed anew.
/// </summary>
internal sealed class SourceDigests(string folder)
{
    /// <summary>SHA-256 of a file, lower-case hex.</summary>
    public string Of(SourceFile source)
    {
        string path = Path.GetFullPath(source.Path);
        string state = string.Create(CultureInfo.InvariantCulture, $"{path}\n{source.Bytes}\n{source.ModifiedUtc.Ticks}\n");
        string memory = Path.Combine(folder, $"source-{Hex(SHA256.HashData(Encoding.UTF8.GetBytes(path)))[..32]}");
        if (File.Exists(memory) && File.ReadAllText(memory) is { } known && known.StartsWith(state, StringComparison.Ordinal)
            && known.Length == state.Length + 2 * SHA256.HashSizeInBytes)
            return known[state.Length..];
        using FileStream stream = File.OpenRead(path);
        string digest = Hex(SHA256.HashData(stream));
        string temporary = $"{memory}.{Environment.ProcessId}.{Guid.NewGuid():N}.tmp";
        File.WriteAllText(temporary, state + digest);
        File.Move(temporary, memory, overwrite: true);
        return digest;
    }

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
