using ElasticMoE.Model.Tokenization;

namespace ElasticMoE.Model.Tests.Tokenization;

/// <summary>What holds of decoding as a stream, whatever the ids.</summary>
internal static class StreamingProperties
{
    /// <summary>
    /// Decodes random ids: the pieces together are the text of all, and what has come out after any number of ids is the start of the
    /// text of these ids with any others behind them.
    /// </summary>
    public static void Check(Tokenizer tokenizer, Random random)
    {
        int[] ids = RandomIds(tokenizer, random);
        bool skipSpecial = random.Next(2) == 0;
        int others = random.Next(ids.Length + 1);
        var decoder = new StreamingDecoder(tokenizer, skipSpecial);
        string streamed = "";
        for (int i = 0; i < ids.Length; i++)
        {
            streamed += decoder.Push(ids[i]);
            Assert.False(streamed.Length > 0 && char.IsHighSurrogate(streamed[^1]));
            if (i == others)
                Assert.StartsWith(streamed, tokenizer.Decode([.. ids[..(i + 1)], .. RandomIds(tokenizer, random)], skipSpecial), StringComparison.Ordinal);
        }
        Assert.Equal(tokenizer.Decode(ids, skipSpecial), streamed + decoder.Flush());
    }

    private static int[] RandomIds(Tokenizer tokenizer, Random random)
    {
        // Low ids are single bytes in these vocabularies: they make half characters and runs of byte tokens likely.
        int most = random.Next(2) == 0 ? Math.Min(300, tokenizer.VocabularySize) : tokenizer.VocabularySize + 3;
        return [.. Enumerable.Range(0, random.Next(14)).Select(_ => random.Next(most))];
    }
}
