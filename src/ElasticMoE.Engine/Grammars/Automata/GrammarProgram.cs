using ElasticMoE.Engine.Grammars.Syntax;

namespace ElasticMoE.Engine.Grammars.Automata;

/// <summary>A grammar as operations; immutable.</summary>
internal sealed class GrammarProgram
{
    private readonly Operation[] _operations;
    private readonly byte[] _classes = new byte[256];

    public GrammarProgram(IEnumerable<Operation> operations, int start)
    {
        (_operations, Start) = ([.. operations], start);
        ClassCount = Classify();
    }

    /// <summary>Where it begins.</summary>
    public int Start { get; }

    /// <summary>Classes of bytes that no operation tells apart.</summary>
    public int ClassCount { get; }

    public int Count => _operations.Length;

    public Operation this[int position] => _operations[position];

    public int ClassOf(byte value) => _classes[value];

    private int Classify()
    {
        bool[] begins = new bool[257];
        foreach (ByteEdge edge in _operations.SelectMany(operation => operation.Edges))
            begins[edge.Low] = begins[edge.High + 1] = true;
        int count = 0;
        for (int value = 0; value < 256; value++)
        {
            if (value > 0 && begins[value])
                count++;
            _classes[value] = (byte)count;
        }
        return count + 1;
    }
}
