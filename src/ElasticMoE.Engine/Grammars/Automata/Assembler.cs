using ElasticMoE.Contracts;
using ElasticMoE.Engine.Grammars.Syntax;

namespace ElasticMoE.Engine.Grammars.Automata;

/// <summary>
/// Turns a grammar into a program. What matches nothing is left out, and wherever something may be left out that needs levels, the
/// program looks whether they are left: so whatever it has begun it can complete.
/// </summary>
internal sealed class Assembler
{
    private readonly List<Operation> _operations = [];
    private readonly Dictionary<(GrammarNode Node, int Next), int> _emitted = [];
    private readonly Dictionary<RuleNode, int> _entries = [];
    private readonly Queue<RuleNode> _pending = new();
    private readonly NodeLevels _levels;
    private readonly int _return;

    private Assembler(NodeLevels levels)
    {
        _levels = levels;
        _return = Add(new(OperationKind.Return));
    }

    /// <summary>The program of a grammar that matches something.</summary>
    /// <param name="root">The grammar.</param>
    /// <param name="levels">Of its nodes.</param>
    /// <exception cref="InputException">It is too large.</exception>
    public static GrammarProgram Assemble(RuleNode root, NodeLevels levels)
    {
        var self = new Assembler(levels);
        int start = self.Emit(root, self.Add(new(OperationKind.Accept)));
        while (self._pending.TryDequeue(out RuleNode? rule))
            self._operations[self._entries[rule]] = new(OperationKind.Split) { Targets = [self.Emit(rule.Body, self._return)] };
        return new GrammarProgram(self._operations, start);
    }

    private int Add(Operation operation)
    {
        if (_operations.Count >= Limits.GrammarOperationsMax)
            throw new InputException("response_format", $"the schema becomes more than {Limits.GrammarOperationsMax} operations");
        _operations.Add(operation);
        return _operations.Count - 1;
    }

    private int Emit(GrammarNode node, int next)
    {
        if (!_emitted.TryGetValue((node, next), out int entry))
            _emitted[(node, next)] = entry = EmitNew(node, next);
        return entry;
    }

    private int EmitNew(GrammarNode node, int next) => node switch
    {
        SequenceNode sequence => sequence.Parts.Reverse().Aggregate(next, (after, part) => Emit(part, after)),
        ChoiceNode choice => EmitChoice(choice, next),
        RepeatNode repeat => EmitRepeat(repeat, next),
        NestNode nest => Add(new(OperationKind.Nest) { Next = Emit(nest.Body, Add(new(OperationKind.Unnest) { Next = next })) }),
        RuleNode rule => Add(new(OperationKind.Call) { Targets = [EntryOf(rule)], Next = next }),
        TokenNode token => Add(new(OperationKind.TakeToken) { Token = token.Id, Next = next }),
        BytesNode bytes => EmitBytes(bytes.Automaton, next),
        _ => throw new ArgumentException($"a node of type {node.GetType().Name}", nameof(node)),
    };

    private int EntryOf(RuleNode rule)
    {
        if (!_entries.TryGetValue(rule, out int entry))
        {
            _entries[rule] = entry = Add(new(OperationKind.Split));
            _pending.Enqueue(rule);
        }
        return entry;
    }

    private int EmitChoice(ChoiceNode choice, int next)
    {
        int least = _levels.Of(choice);
        int[] targets = [.. choice.Options.Where(option => _levels.Of(option) != NodeLevels.Never).Select(option => Guarded(option, Emit(option, next), least))];
        return targets.Length == 1 ? targets[0] : Add(new(OperationKind.Split) { Targets = targets });
    }

    private int Guarded(GrammarNode node, int entry, int assured) =>
        _levels.Of(node) is var level && level > assured ? Add(new(OperationKind.Guard) { Level = level, Next = entry }) : entry;

    private int EmitRepeat(RepeatNode repeat, int next)
    {
        int level = _levels.Of(repeat.Body);
        if (repeat.Max == 0 || level == NodeLevels.Never)
            return next;
        if (repeat is { Min: 0, Max: null })
            return EmitStar(repeat.Body, next);
        int loop = Add(new(OperationKind.Loop));
        int body = Emit(repeat.Body, loop);
        _operations[loop] = new(OperationKind.Loop) { Targets = [body], Next = next, Min = repeat.Min, Max = repeat.Max ?? -1, Level = level };
        return Add(new(OperationKind.Open) { Next = loop });
    }

    private int EmitStar(GrammarNode body, int next)
    {
        int star = Add(new(OperationKind.Split));
        _operations[star] = new(OperationKind.Split) { Targets = [Guarded(body, Emit(body, star), assured: 0), next] };
        return star;
    }

    private int EmitBytes(ByteAutomaton automaton, int next)
    {
        int first = _operations.Count;
        for (int state = 0; state < automaton.Count; state++)
            Add(new(OperationKind.Take));
        int[] entries = [.. Enumerable.Range(0, automaton.Count).Select(state =>
            !automaton.Accepts(state) ? first + state
            : automaton.EdgesOf(state).Count == 0 ? next
            : Add(new(OperationKind.Split) { Targets = [first + state, next] }))];
        for (int state = 0; state < automaton.Count; state++)
            _operations[first + state] = new(OperationKind.Take) { Edges = [.. automaton.EdgesOf(state).Select(edge => edge with { Target = entries[edge.Target] })] };
        return entries[0];
    }
}
