namespace ElasticMoE.Engine.Grammars.Automata;

/// <summary>
/// The top of a thread's stack: where a rule was called, how many rounds of a loop were begun, or a level of the document. Equal stacks
/// are equal, whoever built them.
/// </summary>
internal sealed class StackNode : IEquatable<StackNode>
{
    private const int NoLoop = -1;
    private readonly int _hash;

    private StackNode(int value, int loop, int depth, StackNode? parent)
    {
        (Value, Loop, Depth, Parent) = (value, loop, depth, parent);
        _hash = HashCode.Combine(value, loop, parent?._hash ?? 0);
    }

    public static StackNode Bottom { get; } = new(-1, NoLoop, 0, null);

    /// <summary>Where to go on, or the rounds begun.</summary>
    public int Value { get; }

    /// <summary>The loop whose rounds are counted; negative where none are.</summary>
    public int Loop { get; }

    /// <summary>Levels of the document that are open.</summary>
    public int Depth { get; }

    public StackNode? Parent { get; }

    public bool IsCounter => Loop != NoLoop;

    public StackNode Call(int next) => new(next, NoLoop, Depth, this);

    public StackNode Count(int loop, int rounds) => new(rounds, loop, Depth, this);

    /// <summary>The same on top of another stack, with another value.</summary>
    public StackNode Over(StackNode parent, int value) => new(value, Loop, Depth, parent);

    public StackNode Nest() => new(-1, NoLoop, Depth + 1, this);

    public bool Equals(StackNode? other)
    {
        StackNode? mine = this;
        for (; !ReferenceEquals(mine, other); (mine, other) = (mine.Parent, other.Parent))
        {
            if (mine is null || other is null || mine._hash != other._hash || mine.Value != other.Value || mine.Loop != other.Loop || mine.Depth != other.Depth)
                return false;
        }
        return true;
    }

    public override bool Equals(object? obj) => Equals(obj as StackNode);

    public override int GetHashCode() => _hash;
}
