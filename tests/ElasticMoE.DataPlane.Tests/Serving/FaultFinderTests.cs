using ElasticMoE.Contracts.Experts;
using ElasticMoE.DataPlane.Serving;

namespace ElasticMoE.DataPlane.Tests.Serving;

/// <summary>Whose fault it is that work can't be computed.</summary>
public sealed class FaultFinderTests
{
    private const int Hidden = 2;

    [Fact]
    public void ItIsTheRowsWhereItsExpertRunsOnOthers()
    {
        var host = new ThrowingHost((expert, first) => expert == 2 && first == 7);
        var failure = new FaultFinder(host).Find(Work(3, 7, 7), new InvalidOperationException("all of it"));
        Assert.Equal((1, 2, "layer 5, expert 2: 7 and 2"), (failure.Row, failure.Expert, failure.Cause));
    }

    [Fact]
    public void ItIsTheNodesWhereItsExpertRunsOnNone()
    {
        var host = new ThrowingHost((expert, _) => expert == 2);
        var failure = new FaultFinder(host).Find(Work(3, 7), new InvalidOperationException("all of it"));
        Assert.Equal((-1, 2), (failure.Row, failure.Expert));
    }

    [Fact]
    public void ItIsTheNodesWhereEachPairRunsByItself()
    {
        var failure = new FaultFinder(new ThrowingHost((_, _) => false)).Find(Work(3), new InvalidOperationException("all of it"));
        Assert.Equal((-1, -1, "layer 5: all of it"), (failure.Row, failure.Expert, failure.Cause));
    }

    private static ExpertWork Work(params float[] rows)
    {
        var work = new ExpertWork { Input = [.. rows.SelectMany(value => new[] { value, value })] };
        work.Begin(5);
        foreach (float _ in rows)
            work.AddRow([1, 2]);
        return work;
    }

    private sealed class ThrowingHost(Func<int, float, bool> throws) : IExpertHost
    {
        public int HiddenSize => Hidden;

        public int ExpertsOf(int layer) => 4;

        public void Run(ExpertWork work)
        {
            for (int row = 0; row < work.Rows; row++)
            {
                foreach (int expert in work.ExpertsOf(row))
                {
                    if (throws(expert, work.Input[row * Hidden]))
                        throw new InvalidOperationException($"{work.Input[row * Hidden]:0} and {expert}");
                }
            }
        }
    }
}
