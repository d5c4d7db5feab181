using System.Security.Cryptography;
using System.Text;
using ElasticMoE.Contracts;

namespace ElasticMoE.ControlPlane.Admin;

/// <summary>
/// The key of the admin interface. Keys are compared by their digests in constant time, so that the time taken tells neither how much of a
/// key is right nor how long it is. The key itself isn't kept.
/// </summary>
public sealed class AdminKey
{
    /// <summary>Shortest key, characters; 32 of hexadecimal are 128 bits.</summary>
    public const int CharactersMin = 32;

    private const string Scheme = "Bearer ";

    private readonly byte[] _digest;

    /// <param name="key">Printable ASCII without spaces.</param>
    /// <exception cref="InputException">It is too short, or has other characters. The message doesn't quote it.</exception>
    public AdminKey(string key)
    {
        if (key.Length < CharactersMin || !key.All(character => character is > ' ' and < '\x7f'))
            throw new InputException("admin key", $"has fewer than {CharactersMin} characters, or some that are no printable ASCII");
        _digest = SHA256.HashData(Encoding.UTF8.GetBytes(key));
    }

    /// <summary>A new key from the system's randomness.</summary>
    public static string Generate() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(CharactersMin));

    /// <summary>Whether a request's authorization header is "Bearer" and this key.</summary>
    public bool Fits(string? authorization)
    {
        string given = authorization is not null && authorization.StartsWith(Scheme, StringComparison.Ordinal) ? authorization[Scheme.Length..] : "";
        return CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(given)), _digest);
    }
}
