using ElasticMoE.Contracts;
using ElasticMoE.Model.Tokenization.Json;

namespace ElasticMoE.Model.Tokenization.Models;

/// <summary>The model's tokens and their ids, each the other's only one.</summary>
internal sealed class Vocabulary
{
    private readonly Dictionary<string, int> _ids;
    private readonly Dictionary<int, string> _tokens;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _idsBySpan;

    private Vocabulary(Dictionary<string, int> ids, Dictionary<int, string> tokens)
    {
        _ids = ids;
        _tokens = tokens;
        _idsBySpan = ids.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public int Count => _ids.Count;

    public IEnumerable<int> Ids => _tokens.Keys;

    public static Vocabulary Read(JsonNode node)
    {
        var ids = new Dictionary<string, int>(node.Kind == System.Text.Json.JsonValueKind.Object ? node.Count : 0);
        var tokens = new Dictionary<int, string>(ids.Capacity);
        foreach ((string token, JsonNode value) in node.Fields())
        {
            int id = value.Number(0, Limits.MatrixSideMax - 1);
            if (!ids.TryAdd(token, id))
                throw value.Fail("stands in the vocabulary twice");
            if (!tokens.TryAdd(id, token))
                throw value.Fail($"has the id {id}, which '{tokens[id]}' has too");
        }
        return new Vocabulary(ids, tokens);
    }

    public int? IdOf(ReadOnlySpan<char> token) => _idsBySpan.TryGetValue(token, out int id) ? id : null;

    public string? TokenOf(int id) => _tokens.GetValueOrDefault(id);
}
