using ElasticMoE.Contracts;

namespace ElasticMoE.Engine.Grammars.Patterns;

/// <summary>A deterministic automaton over characters, from state 0.</summary>
internal sealed class CharacterAutomaton
{
    private readonly List<List<CharacterEdge>> _edges = [];
    private readonly List<bool> _accepts = [];

    public int Count => _edges.Count;

    public IReadOnlyList<CharacterEdge> EdgesOf(int state) => _edges[state];

    public bool Accepts(int state) => _accepts[state];

    /// <exception cref="FormatException">There are too many.</exception>
    public int AddState(bool accepts)
    {
        if (Count >= Limits.GrammarPatternStatesMax)
            throw new FormatException($"becomes more than {Limits.GrammarPatternStatesMax} states");
        _edges.Add([]);
        _accepts.Add(accepts);
        return _edges.Count - 1;
    }

    public void AddEdges(int from, CharacterSet set, int to) => _edges[from].AddRange(set.Ranges.Select(range => new CharacterEdge(range, to)));

    /// <summary>Texts of so many characters.</summary>
    /// <exception cref="FormatException">There are too many states.</exception>
    public static CharacterAutomaton OfLength(int min, int? max)
    {
        var automaton = new CharacterAutomaton();
        int last = max ?? min;
        for (int length = 0; length <= last; length++)
        {
            automaton.AddState(accepts: length >= min);
            if (length > 0)
                automaton.AddEdges(length - 1, CharacterSet.All, length);
        }
        if (max is null)
            automaton.AddEdges(last, CharacterSet.All, last);
        return automaton;
    }

    /// <summary>Texts that both accept.</summary>
    /// <exception cref="FormatException">There are too many states.</exception>
    public CharacterAutomaton And(CharacterAutomaton other)
    {
        var both = new CharacterAutomaton();
        var names = new Dictionary<(int, int), int>();
        var open = new Queue<(int Mine, int Its)>();
        Name(0, 0);
        while (open.TryDequeue(out (int Mine, int Its) pair))
        {
            int from = names[pair];
            foreach (CharacterEdge mine in _edges[pair.Mine])
            {
                foreach (CharacterEdge its in other._edges[pair.Its])
                {
                    int low = Math.Max(mine.Range.Low, its.Range.Low), high = Math.Min(mine.Range.High, its.Range.High);
                    if (low <= high)
                        both._edges[from].Add(new(new(low, high), Name(mine.Target, its.Target)));
                }
            }
        }
        return both;

        int Name(int mine, int its)
        {
            if (!names.TryGetValue((mine, its), out int name))
            {
                names[(mine, its)] = name = both.AddState(_accepts[mine] && other._accepts[its]);
                open.Enqueue((mine, its));
            }
            return name;
        }
    }
}
