using ElasticMoE.Contracts.Requests;

namespace ElasticMoE.DataPlane.Tests.Requests;

/// <summary>A stand-in model: the next token is a hash of all before it, so that one left out, doubled or out of place changes every later one.</summary>
internal static class HashModel
{
    public const int Vocabulary = 1000;

    public static int Next(ReadOnlySpan<int> tokens)
    {
        uint hash = 2166136261;
        foreach (int token in tokens)
            hash = (hash ^ (uint)token) * 16777619;
        return (int)(hash % Vocabulary);
    }

    /// <summary>The output a request has to get.</summary>
    public static int[] Answer(TokenRequest request)
    {
        List<int> tokens = [.. request.Tokens.Span];
        for (int i = 0; i < request.OutputMax; i++)
            tokens.Add(Next(tokens.ToArray()));
        return [.. tokens.Skip(request.Tokens.Length)];
    }

    public static TokenRequest RandomRequest(Random random) => new()
    {
        Tokens = Enumerable.Range(0, random.Next(1, 30)).Select(_ => random.Next(Vocabulary)).ToArray(),
        OutputMax = random.Next(1, 40),
    };
}
