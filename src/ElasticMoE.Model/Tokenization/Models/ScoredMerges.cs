using System.Text.Json;
using ElasticMoE.Model.Tokenization.Json;

namespace ElasticMoE.Model.Tokenization.Models;

/// <summary>
/// Merges of a vocabulary whose tokens have scores, as in GGUF files of the model `llama`: two neighbours merge where their texts together
/// are a token, the one of the highest score first, of equal scores the leftmost.
/// </summary>
internal static class ScoredMerges
{
    /// <summary>UTF-16 units of a token that others merge into; published ones have at most 64. Longer ones would cost their square.</summary>
    private const int TokenMax = 256;

    /// <param name="scores">A number for each id.</param>
    /// <param name="vocabulary">The tokens.</param>
    public static MergeTable Of(JsonNode scores, Vocabulary vocabulary)
    {
        double[] scoreOf = [.. scores.Items().Select(Score)];
        int[] ids = [.. vocabulary.Ids.Where(id => id < scoreOf.Length).OrderByDescending(id => scoreOf[id]).ThenBy(id => id)];
        var merges = new List<(int Left, int Right, int Rank, int Result)>();
        int rank = 0;
        for (int i = 0; i < ids.Length; i++)
        {
            if (i > 0 && scoreOf[ids[i]] != scoreOf[ids[i - 1]])
                rank++;
            AddSplits(ids[i], rank, vocabulary, merges);
        }
        var table = new MergeTable(merges.Count);
        foreach ((int left, int right, int mergeRank, int result) in merges)
            table.Set(left, right, mergeRank, result);
        return table;
    }

    private static void AddSplits(int id, int rank, Vocabulary vocabulary, List<(int Left, int Right, int Rank, int Result)> merges)
    {
        string token = vocabulary.TokenOf(id)!;
        for (int at = 1; at < token.Length && token.Length <= TokenMax; at++)
        {
            if (vocabulary.IdOf(token.AsSpan(0, at)) is { } left && vocabulary.IdOf(token.AsSpan(at)) is { } right)
                merges.Add((left, right, rank, id));
        }
    }

    private static double Score(JsonNode node) =>
        node.Kind == JsonValueKind.Number && node.Element.TryGetDouble(out double score) ? score : throw node.Fail("is not a number");
}
