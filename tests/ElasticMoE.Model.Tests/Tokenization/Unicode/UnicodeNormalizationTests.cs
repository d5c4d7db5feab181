using ElasticMoE.Model.Tokenization.Unicode;

namespace ElasticMoE.Model.Tests.Tokenization.Unicode;

public sealed class UnicodeNormalizationTests
{
    [Theory]
    [InlineData("e\u0301", "\u00E9", "e\u0301", "\u00E9", "e\u0301")]
    [InlineData("\u212B", "\u00C5", "A\u030A", "\u00C5", "A\u030A")]
    [InlineData("\uFB01", "\uFB01", "\uFB01", "fi", "fi")]
    [InlineData("\u1E9B\u0323", "\u1E9B\u0323", "\u017F\u0323\u0307", "\u1E69", "s\u0323\u0307")]
    [InlineData("\uD55C", "\uD55C", "\u1112\u1161\u11AB", "\uD55C", "\u1112\u1161\u11AB")]
    [InlineData("\u1112\u1161\u11AB\u11AB", "\uD55C\u11AB", "\u1112\u1161\u11AB\u11AB", "\uD55C\u11AB", "\u1112\u1161\u11AB\u11AB")]
    [InlineData("a\u0315\u0300\u05AE\u0062", "\u00E0\u05AE\u0315b", "a\u05AE\u0300\u0315b", "\u00E0\u05AE\u0315b", "a\u05AE\u0300\u0315b")]
    [InlineData("\u0344", "\u0308\u0301", "\u0308\u0301", "\u0308\u0301", "\u0308\u0301")]
    [InlineData("\u0958", "\u0915\u093C", "\u0915\u093C", "\u0915\u093C", "\u0915\u093C")]
    [InlineData("\U0001D15E", "\U0001D157\U0001D165", "\U0001D157\U0001D165", "\U0001D157\U0001D165", "\U0001D157\U0001D165")]
    [InlineData("\U0001D4D0\uFF11", "\U0001D4D0\uFF11", "\U0001D4D0\uFF11", "A1", "A1")]
    [InlineData("\uFDFA", "\uFDFA", "\uFDFA", "صلى الله عليه وسلم", "صلى الله عليه وسلم")]
    public void NormalizesKnownTexts(string text, string nfc, string nfd, string nfkc, string nfkd)
    {
        Assert.Equal(nfc, UnicodeNormalization.Normalize(text, UnicodeForm.Composed));
        Assert.Equal(nfd, UnicodeNormalization.Normalize(text, UnicodeForm.Decomposed));
        Assert.Equal(nfkc, UnicodeNormalization.Normalize(text, UnicodeForm.CompatibilityComposed));
        Assert.Equal(nfkd, UnicodeNormalization.Normalize(text, UnicodeForm.CompatibilityDecomposed));
    }

    [Fact]
    public void FormsAreStableAndPassIntoEachOther()
    {
        var random = new Random(23);
        for (int round = 0; round < 500; round++)
        {
            string text = RandomTexts.Next(random);
            foreach (UnicodeForm form in Enum.GetValues<UnicodeForm>())
            {
                string once = UnicodeNormalization.Normalize(text, form);
                Assert.Equal(once, UnicodeNormalization.Normalize(once, form));
            }
            string composed = UnicodeNormalization.Normalize(text, UnicodeForm.Composed);
            string decomposed = UnicodeNormalization.Normalize(text, UnicodeForm.Decomposed);
            Assert.Equal(composed, UnicodeNormalization.Normalize(decomposed, UnicodeForm.Composed));
            Assert.Equal(decomposed, UnicodeNormalization.Normalize(composed, UnicodeForm.Decomposed));
        }
    }

    [Fact]
    public void SortsALongRunOfMarks()
    {
        string marks = string.Concat(Enumerable.Repeat("\u0315\u0316\u0334", 100_000));
        string sorted = UnicodeNormalization.Normalize("a" + marks, UnicodeForm.Decomposed);
        Assert.Equal("a" + new string('\u0334', 100_000) + new string('\u0316', 100_000) + new string('\u0315', 100_000), sorted);
    }
}
