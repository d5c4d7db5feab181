using System.Text;

namespace ElasticMoE.Model.Tests.Files;

/// <summary>Damages bytes in the ways that files get damaged, and in those that readers get wrong. The seed decides everything.</summary>
internal sealed class ByteMutator(int seed)
{
    private static readonly byte[][] Fragments =
        [.. new[]
        {
            "{", "}", "[", "]", "\"", ",", ":", "\\", "\\u0000", "\\ud800", "null", "true", "0", "-1", "1e999", "1.5", "NaN",
            "9223372036854775807", "18446744073709551616", "4294967296", "\"F32\"", "\"dtype\"", "\"shape\"", "\"data_offsets\"",
            "[[[[[[[[", "{\"a\":{\"a\":{\"a\":", "\u00ff", "\0", "\"a\":",
        }.Select(Encoding.Latin1.GetBytes)];

    private readonly Random _random = new(seed);

    public byte[] Damage(byte[] original)
    {
        List<byte> bytes = [.. original];
        for (int rounds = _random.Next(1, 5); rounds > 0; rounds--)
            DamageOnce(bytes);
        return [.. bytes];
    }

    private void DamageOnce(List<byte> bytes)
    {
        int at = _random.Next(bytes.Count + 1);
        int count = Math.Min(_random.Next(1, 24), bytes.Count - at);
        switch (_random.Next(6))
        {
            case 0:
                bytes.InsertRange(at, Fragments[_random.Next(Fragments.Length)]);
                break;
            case 1:
                bytes.RemoveRange(at, count);
                bytes.InsertRange(at, Fragments[_random.Next(Fragments.Length)]);
                break;
            case 2:
                bytes.RemoveRange(at, count);
                break;
            case 3:
                bytes.InsertRange(_random.Next(bytes.Count + 1), bytes.GetRange(at, count));
                break;
            case 4:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            default:
                for (int i = at; i < at + count; i += 7)
                    bytes[i] = (byte)_random.Next(256);
                break;
        }
    }
}
