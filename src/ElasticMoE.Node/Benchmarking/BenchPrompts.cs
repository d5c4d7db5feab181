using ElasticMoE.Contracts.Requests;

namespace ElasticMoE.Node.Benchmarking;

/// <summary>Prompts of random ids, every one different, the same in every run.</summary>
internal sealed class BenchPrompts(int vocabularySize)
{
    private readonly Random _random = new(20_26);

    /// <summary>A greedy request that goes on past end ids.</summary>
    public TokenRequest Next(int promptTokens, int outputMax)
    {
        var ids = new int[promptTokens];
        for (int i = 0; i < ids.Length; i++)
            ids[i] = _random.Next(vocabularySize);
        return new TokenRequest { Tokens = ids, OutputMax = outputMax, IgnoreEos = true };
    }
}
