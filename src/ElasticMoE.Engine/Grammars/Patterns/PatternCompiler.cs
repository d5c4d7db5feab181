namespace ElasticMoE.Engine.Grammars.Patterns;

/// <summary>Makes a pattern deterministic: each state stands for all places in the pattern at which a text may be.</summary>
internal sealed class PatternCompiler
{
    private readonly PatternNetwork _network;
    private readonly CharacterAutomaton _automaton = new();
    private readonly Dictionary<string, int> _names = [];
    private readonly Queue<(int State, SortedSet<int> Steps)> _open = new();

    private PatternCompiler(PatternNetwork network) => _network = network;

    /// <summary>The texts in which a pattern is found.</summary>
    /// <exception cref="FormatException">It is malformed, too large, or uses what isn't supported; says what.</exception>
    public static CharacterAutomaton Compile(string pattern)
    {
        var self = new PatternCompiler(PatternNetwork.Of(PatternReader.Read(pattern)));
        self.Name([self._network.Start], isBegin: true);
        while (self._open.TryDequeue(out (int State, SortedSet<int> Steps) next))
            self.Expand(next.State, next.Steps);
        return self._automaton;
    }

    private int Name(IEnumerable<int> from, bool isBegin)
    {
        int[] origin = [.. from];
        SortedSet<int> steps = _network.Reach(origin, isBegin, isEnd: false);
        bool accepts = _network.Reach(origin, isBegin, isEnd: true).Contains(PatternNetwork.Accept);
        string key = $"{accepts} {string.Join(',', steps)}";
        if (!_names.TryGetValue(key, out int name))
        {
            _names[key] = name = _automaton.AddState(accepts);
            _open.Enqueue((name, steps));
        }
        return name;
    }

    private void Expand(int state, SortedSet<int> steps)
    {
        int[] taking = [.. steps.Where(step => _network.SetOf(step) is not null)];
        int[] borders = [.. taking.SelectMany(step => _network.SetOf(step)!.Ranges).SelectMany(range => (int[])[range.Low, range.High + 1]).Distinct().Order()];
        var targets = new Dictionary<int, CharacterSet>();
        for (int i = 0; i + 1 < borders.Length; i++)
        {
            CharacterSet piece = CharacterSet.Of((borders[i], borders[i + 1] - 1));
            int[] next = [.. taking.Where(step => _network.SetOf(step)!.And(piece).Ranges.Count > 0).Select(_network.NextOf).Distinct()];
            if (next.Length == 0 || piece.Ranges.Count == 0)
                continue;
            int target = Name(next, isBegin: false);
            targets[target] = targets.TryGetValue(target, out CharacterSet? set) ? set.Or(piece) : piece;
        }
        foreach ((int target, CharacterSet set) in targets)
            _automaton.AddEdges(state, set, target);
    }
}
