using ElasticMoE.Contracts;
using ElasticMoE.Model.Tokenization;
using ElasticMoE.Model.Tokenization.Json;

namespace ElasticMoE.Model.Tests.Tokenization;

public sealed class TokenizerFuzzTests
{
    private const int Rounds = 40;

    private static readonly string[] s_fragments =
    [
        "null", "-1", "1e308", "99999999999", "[]", "{}", "\"\"", "true", "[[", "}}", "\"\\ud800\"", "\\", "(?:a+)+", "[^", "{9999}", "\\p{", "\0", "\u00FF", ",", ":",
    ];

    /// <summary>Whatever is done to a tokenizer's file, it loads and encodes, or is refused in one line, within memory the file justifies.</summary>
    [Theory]
    [MemberData(nameof(GoldenTokenizers.Names), MemberType = typeof(GoldenTokenizers))]
    public void DamagedFilesAreRefusedOrWork(string name)
    {
        byte[] good = File.ReadAllBytes(Path.Combine(GoldenTokenizers.DirectoryOf(name), "tokenizer.json"));
        Load(good)!.Encode("warms up what is made once a process", addSpecial: true);
        var random = new Random(37);
        for (int round = 0; round < Rounds; round++)
        {
            byte[] bad = Mutate(good, random);
            long before = GC.GetAllocatedBytesForCurrentThread();
            Tokenizer? tokenizer = Load(bad);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Math.Max(1 << 20, 64L * bad.Length));
            if (tokenizer is not null)
                Use(tokenizer, random);
        }
    }

    private static Tokenizer? Load(byte[] bytes)
    {
        try
        {
            return TokenizerReader.Read(JsonFile.Parse(bytes, "tokenizer.json"), new TokenizerConfig());
        }
        catch (InputException e)
        {
            AssertOneShortLine(e);
            return null;
        }
    }

    private static void Use(Tokenizer tokenizer, Random random)
    {
        try
        {
            int[] ids = tokenizer.Encode(RandomTexts.Next(random), addSpecial: true);
            Assert.All(ids, id => Assert.InRange(id, 0, Limits.MatrixSideMax));
            tokenizer.Decode(ids, skipSpecial: false);
        }
        catch (InputException e)
        {
            AssertOneShortLine(e);
        }
    }

    private static void AssertOneShortLine(InputException error)
    {
        Assert.False(error.Message.Contains('\n', StringComparison.Ordinal));
        Assert.InRange(error.Message.Length, 1, 4000);
    }

    /// <summary>A few changes, most of them before the vocabulary, where the components stand.</summary>
    private static byte[] Mutate(byte[] good, Random random)
    {
        var bytes = new List<byte>(good);
        for (int changes = random.Next(1, 4); changes > 0 && bytes.Count > 0; changes--)
        {
            int at = random.Next(random.Next(3) == 0 ? bytes.Count : Math.Min(bytes.Count, 2500));
            switch (random.Next(5))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveRange(at, Math.Min(bytes.Count - at, random.Next(1, 30)));
                    break;
                case 2:
                    bytes.InsertRange(at, System.Text.Encoding.UTF8.GetBytes(s_fragments[random.Next(s_fragments.Length)]));
                    break;
                case 3:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(bytes.Count - at, random.Next(1, 200))));
                    break;
                default:
                    ReplaceValue(bytes, at, s_fragments[random.Next(s_fragments.Length)]);
                    break;
            }
        }
        return [.. bytes];
    }

    /// <summary>Replaces the value behind the next colon, which leaves the file valid JSON more often than not.</summary>
    private static void ReplaceValue(List<byte> bytes, int at, string value)
    {
        int colon = bytes.IndexOf((byte)':', at);
        int end = colon < 0 ? -1 : bytes.FindIndex(colon, static b => b is (byte)',' or (byte)'}');
        if (end < 0)
            return;
        bytes.RemoveRange(colon + 1, end - colon - 1);
        bytes.InsertRange(colon + 1, System.Text.Encoding.UTF8.GetBytes(value));
    }
}
