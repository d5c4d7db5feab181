namespace ElasticMoE.Engine.Tests.Scheduling;

public sealed class SchedulerPropertyTests
{
    [Fact]
    public void Random_workloads_end_within_budget_without_leaks_in_order()
    {
        int preemptions = 0;
        for (int seed = 0; seed < 300; seed++)
        {
            var world = new SchedulerWorld(seed);
            world.Run(requests: 30);
            preemptions += world.Preemptions;
        }
        Assert.True(preemptions > 100, $"the workloads are too easy to tell: {preemptions} preemptions");
    }
}
