using ElasticMoE.Contracts;

namespace ElasticMoE.Engine.Tests;

public sealed class EngineOptionsTests
{
    public static TheoryData<string, EngineOptions> BadOptions => new()
    {
        { "cache blocks", new() { CacheBlocks = 0 } },
        { "running sequences", new() { RunningMax = 0 } },
        { "running sequences", new() { RunningMax = Limits.RunningSequencesMax + 1 } },
        { "waiting requests", new() { WaitingMax = 0 } },
        { "step tokens", new() { RunningMax = 100, StepTokensMax = 115 } },
        { "step tokens", new() { StepTokensMax = Limits.StepTokensMax + 1 } },
        { "step milliseconds", new() { StepMs = 0 } },
        { "step milliseconds", new() { StepMs = double.NaN } },
    };

    [Theory]
    [MemberData(nameof(BadOptions), DisableDiscoveryEnumeration = true)]
    public void Names_the_bound_that_is_out_of_range(string name, EngineOptions options) =>
        Assert.Equal(name, Assert.Throws<InputException>(options.Validated).Subject);
}
