using ElasticMoE.Contracts;

namespace ElasticMoE.Engine.Grammars.Syntax;

/// <summary>
/// For each node, how many levels the shallowest text nests that it matches: the least fixed point over rules that contain themselves.
/// What nests deeper than documents may counts as matching nothing.
/// </summary>
internal sealed class NodeLevels
{
    /// <summary>The node matches nothing.</summary>
    public const int Never = int.MaxValue;

    private readonly Dictionary<RuleNode, int> _rules = [];
    private readonly Dictionary<GrammarNode, int> _nodes = [];

    /// <param name="roots">Where to begin.</param>
    public NodeLevels(IEnumerable<RuleNode> roots)
    {
        foreach (RuleNode root in roots)
            _rules[root] = Never;
        while (Improve())
            _nodes.Clear();
    }

    public int Of(GrammarNode node)
    {
        if (node is RuleNode rule)
        {
            _rules.TryAdd(rule, Never);
            return _rules[rule];
        }
        if (!_nodes.TryGetValue(node, out int level))
            _nodes[node] = level = Compute(node);
        return level;
    }

    private bool Improve()
    {
        int known = _rules.Count;
        bool better = false;
        foreach (RuleNode rule in _rules.Keys.ToArray())
        {
            int level = Of(rule.Body);
            better |= level != _rules[rule];
            _rules[rule] = level;
        }
        return better || _rules.Count > known;
    }

    private int Compute(GrammarNode node) => node switch
    {
        SequenceNode sequence => sequence.Parts.Aggregate(0, (most, part) => Math.Max(most, Of(part))),
        // Every option is asked, so that all rules become known.
        ChoiceNode choice => choice.Options.Aggregate(Never, (least, option) => Math.Min(least, Of(option))),
        RepeatNode repeat => Of(repeat.Body) is var body && repeat.Min == 0 ? 0 : body,
        NestNode nest => Of(nest.Body) is var inner && inner >= Limits.GrammarNestingMax ? Never : inner + 1,
        BytesNode bytes => bytes.Automaton.IsEmpty ? Never : 0,
        TokenNode => 0,
        _ => throw new ArgumentException($"a node of type {node.GetType().Name}", nameof(node)),
    };
}
