using ElasticMoE.Contracts;

namespace ElasticMoE.Model.Tests.Files;

public sealed class InputExceptionTests
{
    [Fact]
    public void A_message_is_one_short_line_whatever_it_quotes()
    {
        var e = new InputException("a\nb\u001b[31m", new string('x', 100_000) + "\r\n");
        Assert.Equal(Limits.MessageCharactersMax, e.Message.Length);
        Assert.DoesNotContain(e.Message, char.IsControl);
        Assert.StartsWith("a b [31m: xxx", e.Message, StringComparison.Ordinal);
    }
}
