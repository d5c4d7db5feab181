using ElasticMoE.Contracts;
using ElasticMoE.ControlPlane.Admin;
using ElasticMoE.Node.Clusters;

namespace ElasticMoE.Node.Administration;

/// <summary>Where a cluster's admin interface is, and its key.</summary>
/// <param name="Urls">Its addresses: one for each supervisor, of which one leads.</param>
/// <param name="Key">Never shown.</param>
internal sealed record AdminEndpoint(IReadOnlyList<Uri> Urls, string Key)
{
    /// <summary>The environment variable that has the addresses, divided by commas.</summary>
    public const string UrlVariable = "EMOE_ADMIN";

    private const int KeyCharactersMax = 4096;

    /// <summary>Reads a key's file.</summary>
    /// <exception cref="InputException">There is no such address, or no key in the file.</exception>
    public static AdminEndpoint Read(string urls, string keyFile)
    {
        IReadOnlyList<Uri> addresses = ParseUrls(urls);
        if (!File.Exists(keyFile))
            throw new InputException(keyFile, "the key's file does not exist", ExitCode.NotFound);
        using var reader = new StreamReader(keyFile);
        char[] text = new char[KeyCharactersMax];
        string key = new string(text, 0, reader.ReadBlock(text)).Trim();
        return key.Length >= AdminKey.CharactersMin && key.All(character => character is > ' ' and < '\x7f') ? new(addresses, key) : throw new InputException(keyFile, "holds no admin key");
    }

    /// <summary>Whoever leads the cluster of a folder, for somebody who presents a key.</summary>
    /// <exception cref="InputException">Nobody does, as far as environment and folder know (exit code: unreachable).</exception>
    public static AdminClient Connect(ClusterFolder folder, string key, CancellationToken cancelled)
    {
        string urls = Environment.GetEnvironmentVariable(UrlVariable) is { Length: > 0 } named ? named
            : folder.HasAdminUrl ? folder.ReadAdminUrl() : throw new InputException("supervisor", "none leads", ExitCode.Unreachable);
        return new AdminClient(new AdminEndpoint(ParseUrls(urls), key), cancelled);
    }

    /// <summary>Reads addresses that are divided by commas.</summary>
    /// <exception cref="InputException">One is none (exit code: usage).</exception>
    public static IReadOnlyList<Uri> ParseUrls(string urls)
    {
        Uri[] addresses = [.. urls.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(ParseUrl)];
        return addresses.Length > 0 ? addresses : throw new InputException("--server", "names no address", ExitCode.Usage);
    }

    /// <summary>The addresses; without the key.</summary>
    public override string ToString() => string.Join(", ", Urls);

    private static Uri ParseUrl(string url) => Uri.TryCreate(url, UriKind.Absolute, out Uri? address) && address.Scheme is ("http" or "https")
        ? address
        : throw new InputException("--server", $"'{url}' is no address like http://HOST:PORT", ExitCode.Usage);
}
