using ElasticMoE.Contracts;
using ElasticMoE.Node.Machine;

namespace ElasticMoE.Node.Tests.CommandLine;

public sealed class ComputeThreadsTests
{
    [Theory]
    [InlineData(null, 6)]
    [InlineData("", 6)]
    [InlineData("1", 1)]
    [InlineData("1024", 1024)]
    public void The_variable_wins_over_the_cores(string? value, int threads) => Assert.Equal(threads, ComputeThreads.Parse(value, 6));

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("two")]
    [InlineData("1025")]
    [InlineData("1.5")]
    public void Anything_else_is_a_usage_error(string value) =>
        Assert.Equal(ExitCode.Usage, Assert.Throws<InputException>(() => ComputeThreads.Parse(value, 6)).Exit);
}
