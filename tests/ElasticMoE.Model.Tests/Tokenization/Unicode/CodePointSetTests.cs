using ElasticMoE.Model.Tokenization.Unicode;

namespace ElasticMoE.Model.Tests.Tokenization.Unicode;

public sealed class CodePointSetTests
{
    [Fact]
    public void SetsCombineAsTheirMembersDo()
    {
        var random = new Random(29);
        for (int round = 0; round < 200; round++)
        {
            CodePointSet a = Random(random), b = Random(random);
            CodePointTable union = new(a.Union(b));
            for (int probe = 0; probe < 50; probe++)
            {
                int c = random.Next(2) == 0 ? random.Next(400) : random.Next(CodePointSet.End);
                Assert.Equal(a.Contains(c) || b.Contains(c), union.Contains(c));
                Assert.Equal(a.Contains(c) && b.Contains(c), a.Intersect(b).Contains(c));
                Assert.Equal(a.Contains(c) && !b.Contains(c), a.Except(b).Contains(c));
                Assert.Equal(!a.Contains(c), a.Complement().Contains(c));
            }
            Assert.Equal(CodePointSet.End, a.Count + a.Complement().Count);
            Assert.True(a.SameAs(a.Complement().Complement()));
        }
    }

    private static CodePointSet Random(Random random)
    {
        CodePointSet set = CodePointSet.Empty;
        for (int ranges = random.Next(6); ranges > 0; ranges--)
        {
            int first = random.Next(3) == 0 ? random.Next(CodePointSet.End) : random.Next(300);
            set = set.Union(CodePointSet.Range(first, Math.Min(first + random.Next(100), CodePointSet.End - 1)));
        }
        return set;
    }
}
