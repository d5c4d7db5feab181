using ElasticMoE.Contracts;

namespace ElasticMoE.Engine.Grammars.Automata;

/// <summary>
/// Gathers the threads of one state: follows each to the operations where it stands still. Past a number of threads further ones are
/// dropped, always the same: fewer texts are then let through, and each of them still fits.
/// </summary>
internal sealed class ThreadSet(GrammarProgram program)
{
    private readonly HashSet<GrammarThread> _seen = [];
    private readonly Stack<GrammarThread> _open = new();
    private readonly List<GrammarThread> _threads = [];

    public void Add(int position, StackNode stack)
    {
        _open.Push(new(position, stack));
        while (_open.TryPop(out GrammarThread thread))
        {
            if (_seen.Count < Limits.GrammarThreadsMax && _seen.Add(thread))
                Follow(thread);
        }
    }

    /// <summary>The threads gathered; the set is then empty.</summary>
    public GrammarThread[] Take()
    {
        GrammarThread[] taken = [.. _threads];
        _threads.Clear();
        _seen.Clear();
        return taken;
    }

    private void Follow(GrammarThread thread)
    {
        Operation operation = program[thread.Position];
        StackNode stack = thread.Stack;
        switch (operation.Kind)
        {
            case OperationKind.Split:
                for (int i = operation.Targets.Length - 1; i >= 0; i--)
                    _open.Push(new(operation.Targets[i], stack));
                break;
            case OperationKind.Call: _open.Push(new(operation.Targets[0], stack.Call(operation.Next))); break;
            case OperationKind.Return: _open.Push(new(stack.Value, stack.Parent!)); break;
            case OperationKind.Open: _open.Push(new(operation.Next, stack.Count(operation.Next, 0))); break;
            case OperationKind.Loop: Loop(operation, thread.Position, stack); break;
            case OperationKind.Nest: _open.Push(new(operation.Next, stack.Nest())); break;
            case OperationKind.Unnest: _open.Push(new(operation.Next, stack.Parent!)); break;
            case OperationKind.Guard:
                if (stack.Depth + operation.Level <= Limits.GrammarNestingMax)
                    _open.Push(new(operation.Next, stack));
                break;
            default: _threads.Add(thread); break;
        }
    }

    /// <summary>Rounds past the fewest are not told apart where there is no most.</summary>
    private void Loop(Operation loop, int position, StackNode stack)
    {
        int rounds = stack.Value;
        if (rounds >= loop.Min)
            _open.Push(new(loop.Next, stack.Parent!));
        bool fits = rounds < loop.Min || stack.Depth + loop.Level <= Limits.GrammarNestingMax;
        if (fits && (loop.Max < 0 || rounds < loop.Max))
            _open.Push(new(loop.Targets[0], stack.Parent!.Count(position, loop.Max < 0 ? Math.Min(rounds + 1, loop.Min) : rounds + 1)));
    }
}
