using ElasticMoE.Contracts.Experts;
using ElasticMoE.Node.Rehearsal;

namespace ElasticMoE.Node.Tests.Rehearsal;

public sealed class FailoverRehearsalTests
{
    [Fact]
    public void It_runs_through_a_lost_link_and_a_standby() => Assert.True(FailoverRehearsal.TryRun(TimeSpan.FromMinutes(1)));

    [Fact]
    public void Its_experts_hang_when_they_are_told_to()
    {
        using var host = new RehearsalHost(1, 1);
        var work = new ExpertWork { Input = [3] };
        work.Begin(0);
        work.AddRow([0]);
        host.Hang();
        var running = new Thread(() => host.Run(work));
        running.Start();
        Assert.True(host.WaitForHang(TimeSpan.FromMinutes(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => work.Output(0, 1));
        host.GoOn();
        running.Join();
        Assert.Equal(3, work.Output(0, 1).Span[0]);
    }
}
