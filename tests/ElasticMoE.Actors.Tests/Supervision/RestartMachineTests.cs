using ElasticMoE.Actors.Supervision;

namespace ElasticMoE.Actors.Tests.Supervision;

public sealed class RestartMachineTests
{
    private static readonly RestartPolicy s_policy = new()
    {
        BackOffMin = TimeSpan.FromMilliseconds(10), BackOffMax = TimeSpan.FromMilliseconds(50), FailuresMax = 4, Window = TimeSpan.FromSeconds(1),
    };

    [Fact]
    public void EachRestartIsLaterUntilItGivesUp()
    {
        var machine = new RestartMachine(s_policy);
        double?[] waits = [.. Enumerable.Range(0, 5).Select(i => machine.Failed(i * 1000)?.TotalMilliseconds)];
        Assert.Equal([10, 20, 40, 50, null], waits);
    }

    [Fact]
    public void OldFailuresAreForgotten()
    {
        var machine = new RestartMachine(s_policy);
        for (int i = 0; i < 100; i++)
            Assert.Equal(10, machine.Failed(i * 1_000_001L)?.TotalMilliseconds);
    }

    [Fact]
    public void ManyFailuresDoNotOverflowTheWait()
    {
        var machine = new RestartMachine(s_policy with { FailuresMax = 200 });
        for (int i = 0; i < 200; i++)
            Assert.InRange(machine.Failed(0)!.Value, TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(50));
    }
}
