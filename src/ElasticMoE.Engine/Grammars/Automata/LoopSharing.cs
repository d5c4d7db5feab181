namespace ElasticMoE.Engine.Grammars.Automata;

/// <summary>Stacks in which rounds of loops are rounded so that many places have one in common, and what fits one of them fits all.</summary>
/// <param name="program">Whose loops they are.</param>
/// <param name="reach">Rounds that one token can take at most.</param>
internal sealed class LoopSharing(GrammarProgram program, int reach)
{
    /// <summary>Rounds left that are told apart one by one.</summary>
    private const int Exact = 8;

    private readonly Dictionary<StackNode, StackNode> _shared = new(ReferenceEqualityComparer.Instance);

    public StackNode Of(StackNode stack)
    {
        if (stack.Parent is not { } parent)
            return stack;
        if (!_shared.TryGetValue(stack, out StackNode? shared))
            _shared[stack] = shared = stack.Over(Of(parent), stack.IsCounter ? Round(program[stack.Loop], stack.Value) : stack.Value);
        return shared;
    }

    /// <summary>Before the fewest rounds no token reaches past them where it is far; after them, as if more rounds had been taken than were.</summary>
    private int Round(Operation loop, int rounds)
    {
        if (rounds < loop.Min)
            return Math.Max(rounds, loop.Min - reach - 1);
        if (loop.Max < 0)
            return rounds;
        int left = loop.Max - rounds;
        return loop.Max - (left > reach ? reach + 1 : left <= Exact ? left : 1 << (31 - int.LeadingZeroCount(left)));
    }
}
