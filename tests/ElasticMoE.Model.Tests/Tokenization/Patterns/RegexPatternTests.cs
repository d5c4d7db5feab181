using System.Text.RegularExpressions;
using ElasticMoE.Contracts;
using ElasticMoE.Model.Tokenization.Patterns;

namespace ElasticMoE.Model.Tests.Tokenization.Patterns;

public sealed class RegexPatternTests
{
    [Theory]
    [InlineData(@"\p{L}+", "a𝒳b 𐐀1", "a𝒳b|𐐀")]
    [InlineData(@"[^\s\p{L}]", "👍🏽 x", "👍|🏽")]
    [InlineData(@"[𝒳-𝒵]+|.", "𝒳𝒴a", "𝒳𝒴|a")]
    [InlineData(@"\p{Han}+|\p{Script=Hiragana}+|\p{IsHangul}+", "漢字かな한글x", "漢字|かな|한글")]
    [InlineData(@"[\u4e00-\u9fa5\x{20000}-\x{2A6DF}]+", "漢𠀀a", "漢𠀀")]
    [InlineData(@"[\p{L}&&[^\p{Han}]]+", "ab漢字cd", "ab|cd")]
    [InlineData(@"[a-z&&[^aeiou]]+", "hello", "h|ll")]
    [InlineData(@"(?i:'s|'re)", "'S 'Re 'ſ", "'S|'Re|'ſ")]
    [InlineData(@"(?i:k)b(?-i:a)", "Kba kbA KbA", "Kba")]
    [InlineData(@"a?+a", "aa a", "aa")]
    [InlineData(@"\p{L}++\p{L}", "abc", "")]
    [InlineData(@"\p{N}{1,3}", "12345", "123|45")]
    [InlineData(@"\p{N}{1,3}+", "12345", "12345")]
    [InlineData(@"a{2}?b", "aabb", "aab|b")]
    [InlineData(@"\s+(?!\S)|\s+", "a   b  ", "  | |  ")]
    [InlineData(@"(?<=a)b|(?<!a)c", "ab bb ac c", "b|c")]
    [InlineData(@"(?<=ab|c)d", "abd cd d", "d|d")]
    [InlineData(@"\h+", "cafe xyz", "cafe")]
    [InlineData(@"[[:alpha:]]+|[[:^alpha:]]", "a1", "a|1")]
    [InlineData(@"^b|a$", "a\nb", "a|b")]
    [InlineData(@"\bx\b", "x xx x", "x|x")]
    [InlineData(@"(?>a+)b|a", "aab", "aab")]
    [InlineData(@"(?>a+)ab|b", "aab", "b")]
    [InlineData(@"a+?b|a", "aab", "aab")]
    [InlineData(@"(?:a|b){2,3}c", "abac abc ac", "abac|abc")]
    [InlineData(@"(?:a*)*b", "aab", "aab")]
    [InlineData(@"(?x) a  b # both", "ab", "ab")]
    [InlineData(@"(?m:a.b)|c.d", "a\nbc\nd", "a\nb")]
    [InlineData(@"a{|b{,2}c", "a{bbc", "a{|bbc")]
    [InlineData(@"[]a]+|[\]-]", "a]-", "a]|-")]
    [InlineData(@"[\w-]+", "a-b c", "a-b|c")]
    [InlineData(@"\R", "\r\n\n", "\r\n|\n")]
    [InlineData(@"\P{L}|\p{^N}", "a1", "a|1")]
    public void FindsWhatTheReferenceFinds(string pattern, string text, string expected) =>
        Assert.Equal(expected, string.Join('|', Find(pattern, text)));

    [Fact]
    public void FindsEmptyMatchesOnceAtEachPlace()
    {
        var matches = new List<TextRange>();
        RegexPattern.Parse("x*").FindAll("axb", matches);
        Assert.Equal([new(0, 0), new(1, 2), new(3, 3)], matches);
    }

    /// <summary>Within the basic plane, patterns that mean the same in both dialects find the same as the platform's engine.</summary>
    [Theory]
    [InlineData(@"'s|'t| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+")]
    [InlineData(@"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lo}\p{M}]*[\p{Ll}\p{Lo}\p{M}]+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+")]
    [InlineData(@"(?:\p{L}|\p{N}){2,4}?\s*|\p{P}+?\p{L}|(?<=\p{L})\s")]
    [InlineData(@"(?:(?:\p{Lu}\p{Ll})+|\p{N}*\s)*\p{P}|\p{L}")]
    public void AgreesWithThePlatformInTheBasicPlane(string pattern)
    {
        var random = new Random(17);
        for (int round = 0; round < 300; round++)
        {
            string text = string.Concat(RandomTexts.Next(random, 10).Where(static c => !char.IsSurrogate(c)));
            Assert.Equal(Regex.Matches(text, pattern, RegexOptions.CultureInvariant).Select(static m => m.Value).Where(static m => m.Length > 0),
                Find(pattern, text).Where(static m => m.Length > 0));
        }
    }

    [Theory]
    [InlineData("(", "lacks a closing ')'")]
    [InlineData("a)", "has a ')' too many")]
    [InlineData("[a", "lacks a closing ']'")]
    [InlineData("*a", "repeats nothing")]
    [InlineData(@"\p{Klingon}", "names the property 'Klingon'")]
    [InlineData(@"(a)\1", @"uses \1")]
    [InlineData(@"\x{110000}", "names the code point '110000'")]
    [InlineData("[z-a]", "runs backwards")]
    [InlineData("(?<=a+)b", "looks behind over a length that varies")]
    [InlineData("a{99999}", "repeats too often")]
    [InlineData("(?~a)", "of a kind that is not supported")]
    [InlineData("((((a{999}){999}){999}){999})b", "too large")]
    public void RefusesByName(string pattern, string cause) =>
        Assert.Contains(cause, Assert.Throws<PatternException>(() => RegexPattern.Parse(pattern)).Message, StringComparison.Ordinal);

    [Fact]
    public void RefusesDeepNesting()
    {
        Assert.Throws<PatternException>(() => RegexPattern.Parse(new string('(', 100_000)));
        Assert.Throws<PatternException>(() => RegexPattern.Parse(new string('[', 100_000)));
    }

    [Theory]
    [InlineData("(?:a+)+b")]
    [InlineData("(?:a|a)*b")]
    [InlineData("(?:a|aa)+(?!.)b")]
    public void GivesUpOnPatternsThatExplode(string pattern)
    {
        RegexPattern regex = RegexPattern.Parse(pattern);
        InputException error = Assert.Throws<InputException>(() => regex.FindAll(new string('a', 5000), []));
        Assert.Contains("too many steps", error.Message, StringComparison.Ordinal);
    }

    private static List<string> Find(string pattern, string text)
    {
        var matches = new List<TextRange>();
        RegexPattern.Parse(pattern).FindAll(text, matches);
        return [.. matches.Select(match => text[match.Start..match.End])];
    }
}
