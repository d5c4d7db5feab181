using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ElasticMoE.Contracts;

namespace ElasticMoE.Gateway.Keys;

/// <summary>
/// Reads keys from text: one a line, `KEY [name=NAME] [team=TEAM] [rpm=N] [concurrent=N] [admin]`, lines that begin with # left out. Errors name the line and never
/// quote it, since it may hold a key.
/// </summary>
internal static class ApiKeyFile
{
    private const int KeyCharactersMin = 8;

    /// <exception cref="InputException">A line can't be used.</exception>
    public static IReadOnlyList<ApiKey> Parse(string text, string source)
    {
        var keys = new List<ApiKey>();
        string[] lines = text.Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i].Trim();
            if (line.Length > 0 && !line.StartsWith('#'))
                keys.Add(ParseLine(line.Split(' ', StringSplitOptions.RemoveEmptyEntries), $"{source}:{i + 1}", keys.Count + 1));
        }
        if (keys.Count == 0)
            throw new InputException(source, "holds no key");
        if (keys.Count > Limits.ApiKeysMax)
            throw new InputException(source, $"holds {keys.Count} keys, at most {Limits.ApiKeysMax} are allowed");
        return keys;
    }

    private static ApiKey ParseLine(string[] words, string place, int number)
    {
        if (words[0].Length < KeyCharactersMin)
            throw new InputException(place, $"a key has at least {KeyCharactersMin} characters");
        var key = new ApiKey($"key-{number}", SHA256.HashData(Encoding.UTF8.GetBytes(words[0])));
        foreach (string word in words.AsSpan(1))
            key = Apply(key, word, place);
        return key;
    }

    private static ApiKey Apply(ApiKey key, string word, string place)
    {
        string[] pair = word.Split('=', 2);
        return (pair[0], pair.Length) switch
        {
            ("name", 2) => key with { Name = pair[1] },
            ("team", 2) when pair[1].Length is > 0 and <= Limits.ControlNameCharactersMax => key with { Team = pair[1] },
            ("rpm", 2) => key with { RequestsPerMinute = Number(pair[1], place) },
            ("concurrent", 2) => key with { ConcurrentMax = Number(pair[1], place) },
            ("admin", 1) => key with { IsAdmin = true },
            _ => throw new InputException(place, "after the key stand name=NAME, team=TEAM, rpm=N, concurrent=N or admin"),
        };
    }

    private static int Number(string text, string place) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0
            ? number
            : throw new InputException(place, "a limit is a whole number of at least 1");
}
