using ElasticMoE.Node.Terminal;

namespace ElasticMoE.Node.Tests.Terminal;

public sealed class LiveBlockTests
{
    [Fact]
    public void A_drawing_replaces_the_one_before_until_it_is_kept()
    {
        var output = new StringWriter();
        var block = new LiveBlock(output);

        block.Draw(["a", "b"]);
        block.Draw(["c"]);
        block.Keep();
        block.Draw(["d"]);

        string plain = output.ToString().Replace("\e[?2026h", "<", StringComparison.Ordinal).Replace("\e[?2026l", ">", StringComparison.Ordinal);
        Assert.Equal("<a\e[K\nb\e[K\n\e[J><\e[2Fc\e[K\n\e[J><d\e[K\n\e[J>", plain);
    }
}
