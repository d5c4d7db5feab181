using ElasticMoE.Contracts;
using ElasticMoE.ControlPlane.Admin;

namespace ElasticMoE.Node.Administration;

/// <summary>Where a cluster's admin interface is, and its key.</summary>
/// <param name="Url">Its address.</param>
/// <param name="Key">Never shown.</param>
internal sealed record AdminEndpoint(Uri Url, string Key)
{
    private const int KeyCharactersMax = 4096;

    /// <summary>Reads a key's file.</summary>
    /// <exception cref="InputException">There is no such address, or no key in the file.</exception>
    public static AdminEndpoint Read(string url, string keyFile)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out Uri? address) || address.Scheme is not ("http" or "https"))
            throw new InputException("--server", $"'{url}' is no address like http://HOST:PORT", ExitCode.Usage);
        if (!File.Exists(keyFile))
            throw new InputException(keyFile, "the key's file does not exist", ExitCode.NotFound);
        using var reader = new StreamReader(keyFile);
        char[] text = new char[KeyCharactersMax];
        string key = new string(text, 0, reader.ReadBlock(text)).Trim();
        return key.Length >= AdminKey.CharactersMin && key.All(character => character is > ' ' and < '\x7f') ? new(address, key) : throw new InputException(keyFile, "holds no admin key");
    }

    /// <summary>The address; without the key.</summary>
    public override string ToString() => Url.ToString();
}
