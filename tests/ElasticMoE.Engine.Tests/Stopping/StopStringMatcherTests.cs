using System.Text;
using ElasticMoE.Engine.Stopping;

namespace ElasticMoE.Engine.Tests.Stopping;

public sealed class StopStringMatcherTests
{
    [Fact]
    public void Text_before_the_stop_is_passed_on_and_nothing_after()
    {
        var matcher = new StopStringMatcher(["END"]);
        Assert.Equal("one ", matcher.Push("one E"));
        Assert.Equal("", matcher.Push("N"));
        Assert.Equal("", matcher.Push("D two"));
        Assert.Equal("END", matcher.Found);
        Assert.Equal("", matcher.Push("three"));
        Assert.Equal("", matcher.Flush());
    }

    [Fact]
    public void Withheld_text_comes_back_when_it_begins_no_stop_after_all()
    {
        var matcher = new StopStringMatcher(["aab"]);
        Assert.Equal("x", matcher.Push("xaa"));
        Assert.Equal("a", matcher.Push("a"));
        Assert.Equal("aac", matcher.Push("c"));
        Assert.Equal("", matcher.Push("a"));
        Assert.Equal("a", matcher.Flush());
        Assert.Null(matcher.Found);
    }

    [Fact]
    public void The_stop_that_ends_first_wins_and_of_two_the_longer()
    {
        var first = new StopStringMatcher(["abcd", "bc"]);
        Assert.Equal("a", first.Push("abcd"));
        Assert.Equal("bc", first.Found);
        var longer = new StopStringMatcher(["c", "abc"]);
        Assert.Equal("x", longer.Push("xabc"));
        Assert.Equal("abc", longer.Found);
    }

    [Fact]
    public void Without_stops_text_passes_as_it_is()
    {
        string piece = "text";
        Assert.Same(piece, new StopStringMatcher([]).Push(piece));
    }

    /// <summary>Against a search of the whole text, for random texts over two letters cut at random places.</summary>
    [Fact]
    public void Finds_what_a_search_of_the_whole_text_finds()
    {
        var random = new Random(3);
        for (int round = 0; round < 20_000; round++)
        {
            string text = Letters(random, random.Next(1, 30));
            string[] stops = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Letters(random, random.Next(1, 8)))];
            var matcher = new StopStringMatcher(stops);
            (string before, string? found) = Search(text, stops);
            Assert.Equal(before, Stream(random, text, stops, matcher));
            Assert.Equal(found, matcher.Found);
        }
    }

    private static string Letters(Random random, int length) =>
        string.Concat(Enumerable.Range(0, length).Select(_ => random.Next(2) == 0 ? 'a' : 'b'));

    private static (string Before, string? Found) Search(string text, string[] stops)
    {
        for (int end = 1; end <= text.Length; end++)
        {
            string? found = stops.Where(stop => text[..end].EndsWith(stop, StringComparison.Ordinal)).MaxBy(stop => stop.Length);
            if (found is not null)
                return (text[..(end - found.Length)], found);
        }
        return (text, null);
    }

    /// <summary>At every moment all text is out that can't belong to a stop any more: what is missing begins some stop.</summary>
    private static string Stream(Random random, string text, string[] stops, StopStringMatcher matcher)
    {
        var output = new StringBuilder();
        for (int start = 0; start < text.Length;)
        {
            int end = random.Next(start + 1, text.Length + 1);
            output.Append(matcher.Push(text[start..end]));
            start = end;
            string missing = text[output.Length..end];
            Assert.True(matcher.Found is not null || missing.Length == 0 || stops.Any(stop => stop.StartsWith(missing, StringComparison.Ordinal)));
        }
        return output.Append(matcher.Flush()).ToString();
    }
}
