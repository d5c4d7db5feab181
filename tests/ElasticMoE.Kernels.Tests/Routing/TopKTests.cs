using ElasticMoE.Kernels.Routing;
using ElasticMoE.Testing;

namespace ElasticMoE.Kernels.Tests.Routing;

public sealed class TopKTests
{
    [Fact]
    public void MatchesASortOfAllScores()
    {
        var random = new Random(6);
        for (int round = 0; round < 2000; round++)
        {
            float[] scores = new SeededFloats(round).Take(random.Next(1, 70), FloatKinds.Finite | FloatKinds.NotFinite);
            for (int copies = random.Next(20); copies > 0; copies--)
                scores[random.Next(scores.Length)] = scores[random.Next(scores.Length)];
            int[] ids = new int[random.Next(scores.Length + 1)];
            TopK.Select(scores, ids);
            IEnumerable<int> sorted = Enumerable.Range(0, scores.Length)
                .OrderBy(id => float.IsNaN(scores[id]))
                .ThenByDescending(id => scores[id])
                .ThenBy(id => id);
            Assert.Equal(sorted.Take(ids.Length), ids);
        }
    }

    [Fact]
    public void TiesGoToTheLowerIdZerosOfBothSignsAlike()
    {
        int[] ids = new int[3];
        TopK.Select([-0f, 5f, 0f, 5f], ids);
        Assert.Equal([1, 3, 0], ids);
    }

    [Fact]
    public void MoreIdsThanScoresAreRefused() => Assert.Throws<ArgumentException>(() => TopK.Select([1f], new int[2]));
}
