using ElasticMoE.Node.Machine;

namespace ElasticMoE.Node.Tests.Measurement;

public sealed class ProcessorTicksTests
{
    [Fact]
    public void Stolen_time_lengthens_what_was_done_meanwhile()
    {
        ProcessorTicks earlier = ProcessorTicks.TryParse("cpu  100 10 50 1000 5 0 40 20 0 0")!.Value, later = ProcessorTicks.TryParse("cpu  250 10 90 1100 9 0 50 70 0 0")!.Value;

        Assert.Equal(new ProcessorTicks(200, 20), earlier);
        Assert.Equal(1.25, later.StretchSince(earlier), 9);
        Assert.Equal(1, earlier.StretchSince(earlier), 9);
    }

    [Theory]
    [InlineData("")]
    [InlineData("cpu0 1 2 3 4 5 6 7 8")]
    [InlineData("cpu 1 2 3")]
    public void What_is_no_such_line_says_nothing(string line) => Assert.Null(ProcessorTicks.TryParse(line));
}
