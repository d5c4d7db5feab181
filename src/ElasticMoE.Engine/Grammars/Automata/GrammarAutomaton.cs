using ElasticMoE.Contracts;
using ElasticMoE.Engine.Grammars.Syntax;

namespace ElasticMoE.Engine.Grammars.Automata;

/// <summary>
/// Runs a grammar's program byte by byte, and keeps the states it has seen with the steps between them. When they become too many, all are
/// forgotten but those still in use. For one thread.
/// </summary>
internal sealed class GrammarAutomaton
{
    private readonly GrammarProgram _program;
    private readonly ThreadSet _gather;
    private readonly Dictionary<GrammarThread[], GrammarState> _states = new(ThreadComparer.Instance);
    private readonly GrammarThread[] _start;

    public GrammarAutomaton(GrammarProgram program)
    {
        (_program, _gather) = (program, new ThreadSet(program));
        _gather.Add(program.Start, StackNode.Bottom);
        _start = _gather.Take();
    }

    /// <summary>The state before the first byte.</summary>
    public GrammarState Start => StateOf(_start);

    /// <summary>The state from which nothing fits.</summary>
    public GrammarState Dead { get; } = new([], isComplete: false, [], 0);

    /// <summary>States that are kept.</summary>
    public int StateCount => _states.Count;

    /// <summary>The state after a further byte.</summary>
    public GrammarState Step(GrammarState state, byte value)
    {
        if (state.IsDead)
            return state;
        int byteClass = _program.ClassOf(value);
        if (state.NextOf(byteClass) is { } known)
            return known;
        foreach (GrammarThread thread in state.Threads)
        {
            foreach (ByteEdge edge in _program[thread.Position].Edges)
            {
                if (edge.Takes(value))
                    _gather.Add(edge.Target, thread.Stack);
            }
        }
        GrammarState next = StateOf(_gather.Take());
        state.Remember(byteClass, next);
        return next;
    }

    /// <summary>The state after a special token.</summary>
    public GrammarState StepToken(GrammarState state, int id)
    {
        foreach (GrammarThread thread in state.Threads)
        {
            if (_program[thread.Position] is { Kind: OperationKind.TakeToken } operation && operation.Token == id)
                _gather.Add(operation.Next, thread.Stack);
        }
        return StateOf(_gather.Take());
    }

    /// <summary>
    /// The state as it is kept now. A state that was forgotten holds on to all that it once led to, so nobody is to keep one for long.
    /// </summary>
    public GrammarState Renew(GrammarState state) => StateOf(state.Threads);

    /// <summary>
    /// A state that lets through at most what this one does, and what is left of most places in a long text or list: rounds that no token
    /// can reach are not told apart, and nearer to the most rounds fewer tokens are let through than could be.
    /// </summary>
    /// <param name="state">Any state.</param>
    /// <param name="reach">Bytes of the longest token.</param>
    public GrammarState Share(GrammarState state, int reach)
    {
        var sharing = new LoopSharing(_program, reach);
        return StateOf([.. state.Threads.Select(thread => thread with { Stack = sharing.Of(thread.Stack) })]);
    }

    /// <summary>Forgets all states. Not while steps are being taken.</summary>
    public void Forget() => _states.Clear();

    private GrammarState StateOf(GrammarThread[] threads)
    {
        if (threads.Length == 0)
            return Dead;
        if (!_states.TryGetValue(threads, out GrammarState? state))
        {
            bool complete = threads.Any(thread => _program[thread.Position].Kind == OperationKind.Accept);
            int[] tokens = [.. threads.Select(thread => _program[thread.Position]).Where(operation => operation.Kind == OperationKind.TakeToken).Select(operation => operation.Token).Distinct()];
            _states.Add(threads, state = new GrammarState(threads, complete, tokens, _program.ClassCount));
        }
        return state;
    }
}
