using ElasticMoE.Contracts;
using ElasticMoE.Model.Tokenization.Models;
using ElasticMoE.Model.Tokenization.Normalizers;

namespace ElasticMoE.Model.Tokenization.AddedTokens;

/// <summary>The added tokens of a tokenizer, with their ids and with what finds them in texts.</summary>
internal sealed class AddedVocabulary
{
    private readonly Dictionary<string, int> _ids = [];
    private readonly Dictionary<int, AddedToken> _tokens = [];
    private readonly HashSet<string> _special = [];

    /// <param name="tokens">The tokens, in the file's order.</param>
    /// <param name="vocabulary">The model's own tokens.</param>
    /// <param name="normalizer">What texts are normalized with, if anything.</param>
    /// <param name="subject">The file, for errors.</param>
    public AddedVocabulary(IEnumerable<AddedToken> tokens, Vocabulary vocabulary, Normalizer? normalizer, string subject)
    {
        int nextId = vocabulary.Count;
        foreach (AddedToken token in tokens)
        {
            if (token.Content.Length == 0)
                continue;
            int id = IdFor(token.Content, vocabulary, nextId, subject);
            nextId = Math.Max(nextId, id + 1);
            _ids[token.Content] = id;
            _tokens[id] = token;
            if (token.Special)
                _special.Add(token.Content);
        }
        Raw = new AddedTokenFinder(_tokens.Where(static t => !t.Value.Normalized).Select(static t => (t.Value, t.Value.Content, t.Key)));
        Normalized = new AddedTokenFinder(_tokens.Where(static t => t.Value.Normalized)
            .Select(t => (t.Value, normalizer?.Apply(t.Value.Content) ?? t.Value.Content, t.Key)));
    }

    /// <summary>Finds the tokens that stand in texts as they came.</summary>
    public AddedTokenFinder Raw { get; }

    /// <summary>Finds the tokens that stand in normalized texts.</summary>
    public AddedTokenFinder Normalized { get; }

    public IEnumerable<int> Ids => _tokens.Keys;

    public int? IdOf(string content) => _ids.TryGetValue(content, out int id) ? id : null;

    public string? ContentOf(int id) => _tokens.GetValueOrDefault(id)?.Content;

    /// <summary>Whether decoding may leave a token of this content out, be it added or the model's own.</summary>
    public bool IsSpecial(string content) => _special.Contains(content);

    /// <summary>
    /// A token's id: what it had before, what the model's vocabulary gives it, or the next free one. The reference assigns ids like that
    /// whatever the file says beside the token.
    /// </summary>
    private int IdFor(string content, Vocabulary vocabulary, int nextId, string subject)
    {
        int? known = IdOf(content) ?? vocabulary.IdOf(content);
        if (known is not null)
            return known.Value;
        if (vocabulary.TokenOf(nextId) is { } other)
            throw new InputException(subject, $"the added token '{content}' would get the id {nextId}, which '{other}' has");
        return nextId;
    }
}
