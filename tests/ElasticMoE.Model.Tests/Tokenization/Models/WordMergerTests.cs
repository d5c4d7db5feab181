using ElasticMoE.Model.Tokenization.Models;

namespace ElasticMoE.Model.Tests.Tokenization.Models;

public sealed class WordMergerTests
{
    [Fact]
    public void QueueAndScanMergeAlike()
    {
        var random = new Random(31);
        for (int round = 0; round < 500; round++)
        {
            MergeTable merges = RandomMerges(random, out int tokens);
            int[] word = [.. Enumerable.Range(0, random.Next(1, 60)).Select(_ => random.Next(tokens))];
            int[] scanned = [.. word], queued = [.. word];
            int count = WordMerger.MergeByScan(scanned, merges);
            Assert.Equal(count, WordMerger.MergeByQueue(queued, merges));
            Assert.Equal(scanned[..count], queued[..count]);
        }
    }

    /// <summary>Merges of a few letters, each result a token of its own, so that ids stand for texts as in a real vocabulary.</summary>
    private static MergeTable RandomMerges(Random random, out int letters)
    {
        letters = random.Next(1, 4);
        var ids = new Dictionary<string, int>();
        for (int i = 0; i < letters; i++)
            ids[((char)('a' + i)).ToString()] = i;
        var merges = new MergeTable(40);
        for (int rank = 0; rank < 40; rank++)
        {
            string left = ids.Keys.ElementAt(random.Next(ids.Count)), right = ids.Keys.ElementAt(random.Next(ids.Count));
            ids.TryAdd(left + right, ids.Count);
            merges.Set(ids[left], ids[right], rank, ids[left + right]);
        }
        return merges;
    }
}
