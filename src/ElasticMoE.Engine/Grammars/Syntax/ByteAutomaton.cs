namespace ElasticMoE.Engine.Grammars.Syntax;

/// <summary>
/// A finite automaton over bytes, from state 0; several edges of a state may take the same byte. Every state that it keeps leads to one
/// that accepts, so that whoever follows it is never led astray.
/// </summary>
internal sealed class ByteAutomaton
{
    private readonly List<List<ByteEdge>> _edges = [];
    private readonly List<bool> _accepts = [];

    public int Count => _edges.Count;

    public IReadOnlyList<ByteEdge> EdgesOf(int state) => _edges[state];

    public bool Accepts(int state) => _accepts[state];

    /// <summary>Whether it accepts nothing at all.</summary>
    public bool IsEmpty => !_accepts.Contains(true);

    public int AddState(bool accepts = false)
    {
        _edges.Add([]);
        _accepts.Add(accepts);
        return _edges.Count - 1;
    }

    public void AddEdge(int from, byte low, byte high, int to) => _edges[from].Add(new ByteEdge(low, high, to));

    /// <summary>Accepts any of the texts.</summary>
    public static ByteAutomaton OfAny(IEnumerable<byte[]> texts)
    {
        var automaton = new ByteAutomaton();
        automaton.AddState();
        foreach (byte[] text in texts)
        {
            int state = 0;
            foreach (byte value in text)
                state = automaton.Follow(state, value);
            automaton._accepts[state] = true;
        }
        return automaton;
    }

    /// <summary>Without the states from which nothing is accepted.</summary>
    public ByteAutomaton Trimmed()
    {
        bool[] lives = Living();
        int[] names = new int[Count];
        var kept = new ByteAutomaton();
        kept.AddState(_accepts[0]);
        for (int state = 1; state < Count; state++)
            names[state] = lives[state] ? kept.AddState(_accepts[state]) : -1;
        for (int state = 0; state < Count; state++)
        {
            if (state == 0 || lives[state])
                kept._edges[names[state]].AddRange(_edges[state].Where(edge => lives[edge.Target]).Select(edge => edge with { Target = names[edge.Target] }));
        }
        return kept;
    }

    private int Follow(int state, byte value)
    {
        int edge = _edges[state].FindIndex(edge => edge.Low == value);
        if (edge >= 0)
            return _edges[state][edge].Target;
        int next = AddState();
        AddEdge(state, value, value, next);
        return next;
    }

    private bool[] Living()
    {
        var sources = new List<int>[Count];
        for (int state = 0; state < Count; state++)
            sources[state] = [];
        for (int state = 0; state < Count; state++)
        {
            foreach (ByteEdge edge in _edges[state])
                sources[edge.Target].Add(state);
        }
        bool[] lives = [.. _accepts];
        var open = new Stack<int>(Enumerable.Range(0, Count).Where(state => lives[state]));
        while (open.TryPop(out int state))
        {
            foreach (int source in sources[state].Where(source => !lives[source]))
            {
                lives[source] = true;
                open.Push(source);
            }
        }
        return lives;
    }
}
