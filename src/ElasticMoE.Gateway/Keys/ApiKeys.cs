using System.Security.Cryptography;
using System.Text;
using ElasticMoE.Contracts;

namespace ElasticMoE.Gateway.Keys;

/// <summary>The keys that open the gateway. Immutable.</summary>
public sealed class ApiKeys
{
    private static readonly ApiKey s_anyone = new("anyone", []) { IsAdmin = true };

    private readonly IReadOnlyList<ApiKey> _keys;

    private ApiKeys(IReadOnlyList<ApiKey> keys) => _keys = keys;

    /// <summary>No key is needed.</summary>
    public static ApiKeys None { get; } = new([]);

    /// <summary>Whether a key is needed.</summary>
    public bool AreRequired => _keys.Count > 0;

    /// <summary>Reads keys from text, one a line; see docs/http-api.md for what may follow a key.</summary>
    /// <param name="text">The lines.</param>
    /// <param name="source">What errors call them.</param>
    /// <exception cref="InputException">A line can't be used; names its number.</exception>
    public static ApiKeys Parse(string text, string source) => new(ApiKeyFile.Parse(text, source));

    /// <summary>
    /// The key that was presented, or null where it is none of these. Compares with every key in constant time, so that neither how much of
    /// a key is right nor which one it is can be measured.
    /// </summary>
    internal ApiKey? Find(string? presented)
    {
        if (!AreRequired)
            return s_anyone;
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(presented ?? ""));
        ApiKey? found = null;
        foreach (ApiKey key in _keys)
        {
            if (CryptographicOperations.FixedTimeEquals(key.Hash, hash))
                found = key;
        }
        return found;
    }
}
