using ElasticMoE.Engine.Scheduling;

namespace ElasticMoE.Engine.Tests.Scheduling;

public sealed class StepCostModelTests
{
    [Fact]
    public void Recovers_a_line()
    {
        var model = new StepCostModel();
        for (int tokens = 1; tokens <= 200; tokens += 7)
            model.Observe(tokens, 5 + 0.25 * tokens);
        Assert.InRange(model.TokensWithin(30), 99, 100);
        Assert.Equal(0, model.TokensWithin(5));
        Assert.Equal(0, model.TokensWithin(1));
    }

    [Fact]
    public void Follows_a_change()
    {
        var model = new StepCostModel();
        for (int i = 0; i < 100; i++)
            model.Observe(1 + i % 50, 10 * (1 + i % 50));
        for (int i = 0; i < 400; i++)
            model.Observe(1 + i % 50, 1 + i % 50);
        Assert.InRange(model.TokensWithin(100), 99, 101);
    }

    [Fact]
    public void Steps_of_one_size_give_a_rate()
    {
        var model = new StepCostModel();
        for (int i = 0; i < 50; i++)
            model.Observe(4, 8);
        Assert.InRange(model.TokensWithin(20), 9, 10);
    }

    [Fact]
    public void Nonsense_times_give_a_usable_number()
    {
        var random = new Random(1);
        var model = new StepCostModel();
        Assert.True(model.TokensWithin(100) > 0);
        model.Observe(1, 0);
        Assert.Equal(int.MaxValue, model.TokensWithin(100));
        for (int i = 0; i < 10_000; i++)
        {
            model.Observe(random.Next(1, 500), random.NextDouble() * random.Next(1000));
            Assert.InRange(model.TokensWithin(random.NextDouble() * 100), 0, int.MaxValue);
        }
    }
}
