using ElasticMoE.Engine.Stopping;

namespace ElasticMoE.Engine.Tests.Stopping;

public sealed class TextStreamTests
{
    [Fact]
    public void A_stop_is_found_across_tokens()
    {
        TextStream stream = Spelling("ab", "c-", "-d");
        Assert.Equal("ab", stream.Push(0));
        Assert.Equal("c", stream.Push(1));
        Assert.Equal("", stream.Push(2));
        Assert.Equal("--", stream.Found);
    }

    [Fact]
    public void The_end_tells_what_was_withheld_and_what_the_decoder_had_left()
    {
        TextStream stream = Spelling("a-");
        Assert.Equal("a", stream.Push(0));
        Assert.Equal("-�", stream.End());
    }

    private static TextStream Spelling(params string[] pieces) => new(id => pieces[id], () => "�", ["--"]);
}
