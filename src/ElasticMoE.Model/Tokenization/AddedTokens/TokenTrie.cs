using System.Buffers;
using System.Runtime.InteropServices;

namespace ElasticMoE.Model.Tokenization.AddedTokens;

/// <summary>Finds the leftmost, and there the longest, of a set of texts.</summary>
internal sealed class TokenTrie
{
    private readonly Dictionary<(int Node, char Next), int> _edges = [];
    private readonly List<int> _ids = [-1];
    private SearchValues<char> _firsts = SearchValues.Create("");

    public bool IsEmpty => _ids.Count == 1;

    /// <summary>Adds a text and what it stands for; a text added again stands for the latest.</summary>
    public void Add(string text, int id)
    {
        int node = 0;
        foreach (char c in text)
        {
            ref int child = ref CollectionsMarshal.GetValueRefOrAddDefault(_edges, (node, c), out bool there);
            if (!there)
            {
                child = _ids.Count;
                _ids.Add(-1);
            }
            node = child;
        }
        _ids[node] = id;
    }

    /// <summary>To be called when all are added.</summary>
    public void Seal() =>
        _firsts = SearchValues.Create([.. _edges.Keys.Where(static edge => edge.Node == 0).Select(static edge => edge.Next)]);

    /// <summary>The first match at or after a position: its start or -1, its length and its id.</summary>
    public int Find(ReadOnlySpan<char> text, int from, out int length, out int id)
    {
        length = 0;
        id = -1;
        while (text[from..].IndexOfAny(_firsts) is >= 0 and int skipped)
        {
            from += skipped;
            length = LongestAt(text[from..], out id);
            if (length > 0)
                return from;
            from++;
        }
        return -1;
    }

    private int LongestAt(ReadOnlySpan<char> text, out int id)
    {
        int node = 0, longest = 0;
        id = -1;
        for (int i = 0; i < text.Length && _edges.TryGetValue((node, text[i]), out node); i++)
        {
            if (_ids[node] >= 0)
                (longest, id) = (i + 1, _ids[node]);
        }
        return longest;
    }
}
