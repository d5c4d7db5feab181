using System.Text.Json;
using ElasticMoE.Model.Tokenization.Json;

namespace ElasticMoE.Model.Tokenization.Models;

/// <summary>Reads a byte-pair-encoding model out of `tokenizer.json`.</summary>
internal static class BpeReader
{
    public static BpeModel Read(JsonNode model)
    {
        string type = model.Text("type") ?? "BPE";
        if (type != "BPE")
            throw model.Fail($"is of type '{type}', which is not supported (BPE is)");
        if (model.Optional("dropout") is { } dropout && !dropout.IsZero)
            throw dropout.Fail("is not 0: merges left out at random would make the same text different ids");
        var vocabulary = Vocabulary.Read(model.Required("vocab"));
        BpeOptions options = BpeOptions.Read(model);
        MergeTable merges = model.Optional("scores") is { } scores
            ? ScoredMerges.Of(scores, vocabulary)
            : ReadMerges(model.Required("merges"), vocabulary, options.ContinuingPrefix.Length);
        return new BpeModel(vocabulary, merges, options, model.Subject);
    }

    private static MergeTable ReadMerges(JsonNode node, Vocabulary vocabulary, int prefixLength)
    {
        var merges = new MergeTable(node.Kind == JsonValueKind.Array ? node.Count : 0);
        int rank = 0;
        foreach (JsonNode item in node.Items())
        {
            // Files converted from merges.txt may keep its first line.
            if (item.Kind == JsonValueKind.String && item.Text().StartsWith("#version", StringComparison.Ordinal))
                continue;
            (string left, string right) = ReadPair(item);
            int leftId = Find(vocabulary, left, item);
            int rightId = Find(vocabulary, right, item);
            if (right.Length < prefixLength)
                throw item.Fail($"continues with '{right}', which lacks the prefix of continuations");
            merges.Set(leftId, rightId, rank++, Find(vocabulary, string.Concat(left, right.AsSpan(prefixLength)), item));
        }
        return merges;
    }

    private static (string Left, string Right) ReadPair(JsonNode item)
    {
        if (item.TryPair(out string left, out string right))
            return (left, right);
        if (item.Kind == JsonValueKind.Array)
            throw item.Fail("is not a pair");
        string text = item.Text();
        int space = text.IndexOf(' ');
        if (space < 0 || text.IndexOf(' ', space + 1) >= 0)
            throw item.Fail("is not two tokens with one space between");
        return (text[..space], text[(space + 1)..]);
    }

    private static int Find(Vocabulary vocabulary, string token, JsonNode item) =>
        vocabulary.IdOf(token) ?? throw item.Fail($"names '{token}', which is not in the vocabulary");
}
