using System.Text.Json.Nodes;
using ElasticMoE.Node.Demonstration;

namespace ElasticMoE.Node.Chaos.Load;

/// <summary>What streams ask: a prompt of each domain that the model knows, every second one sampled.</summary>
internal static class ChaosQuestions
{
    private const double SampledTemperature = 0.8;

    /// <param name="directory">The model's folder.</param>
    /// <param name="count">How many.</param>
    /// <param name="tokens">Tokens of each answer.</param>
    /// <param name="seed">Draws the sampled ones.</param>
    public static ChaosQuestion[] Draw(string directory, int count, int tokens, int seed)
    {
        IReadOnlyList<DemoQuestion> known = DemoQuestions.Choose(directory);
        return [.. Enumerable.Range(0, count).Select(i => ChaosQuestion.Of(known[i % known.Count].Text, tokens, i / known.Count % 2 == 0 ? (0, 0) : (SampledTemperature, seed * count + i)))];
    }

    /// <summary>Prompts that share no beginning with any other, of which one token is asked: how long their prefill takes is how soon that comes.</summary>
    public static ChaosQuestion[] DrawPrefill(int count, int promptTokens, int vocabulary, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => ChaosQuestion.Of(new JsonArray([.. Enumerable.Range(0, promptTokens).Select(_ => (JsonNode)random.Next(vocabulary))]), tokens: 1, (0, 0)))];
    }
}
