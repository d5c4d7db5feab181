using System.Text;

namespace ElasticMoE.Engine.Grammars.Json;

/// <summary>Texts by their characters; node 0 is the beginning.</summary>
internal sealed class TextTrie
{
    private readonly List<Dictionary<int, int>> _children = [[]];
    private readonly HashSet<int> _ends = [];

    public int Count => _children.Count;

    public IReadOnlyDictionary<int, int> ChildrenOf(int node) => _children[node];

    /// <summary>Whether a text ends here.</summary>
    public bool Ends(int node) => _ends.Contains(node);

    public void Add(string text)
    {
        int node = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (!_children[node].TryGetValue(rune.Value, out int next))
            {
                _children[node][rune.Value] = next = _children.Count;
                _children.Add([]);
            }
            node = next;
        }
        _ends.Add(node);
    }
}
