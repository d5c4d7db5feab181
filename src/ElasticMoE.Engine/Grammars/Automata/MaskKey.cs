namespace ElasticMoE.Engine.Grammars.Automata;

/// <summary>
/// What the tokens that may follow a state depend on. A loop's rounds count only as far as one token can reach, so that most places in a
/// long text or list have one mask in common.
/// </summary>
internal sealed class MaskKey : IEquatable<MaskKey>
{
    private readonly int[] _values;
    private readonly int _hash;

    private MaskKey(int[] values)
    {
        _values = values;
        var hash = new HashCode();
        foreach (int value in values)
            hash.Add(value);
        _hash = hash.ToHashCode();
    }

    /// <param name="state">The state.</param>
    /// <param name="program">Whose state it is.</param>
    /// <param name="reach">Bytes of the longest token.</param>
    public static MaskKey Of(GrammarState state, GrammarProgram program, int reach)
    {
        var values = new List<int>();
        foreach (GrammarThread thread in state.Threads)
        {
            values.Add(thread.Position);
            for (StackNode? node = thread.Stack; node is not null; node = node.Parent)
            {
                values.Add(node.Loop);
                Append(node, program, reach, values);
            }
        }
        return new MaskKey([.. values]);
    }

    public bool Equals(MaskKey? other) => other is not null && _hash == other._hash && _values.AsSpan().SequenceEqual(other._values);

    public override bool Equals(object? obj) => Equals(obj as MaskKey);

    public override int GetHashCode() => _hash;

    private static void Append(StackNode node, GrammarProgram program, int reach, List<int> values)
    {
        if (!node.IsCounter)
        {
            values.Add(node.Value);
            return;
        }
        Operation loop = program[node.Loop];
        values.Add(Math.Clamp(loop.Min - node.Value, 0, reach + 1));
        values.Add(loop.Max < 0 ? -1 : Math.Min(loop.Max - node.Value, reach + 1));
    }
}
