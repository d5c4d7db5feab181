using ElasticMoE.Contracts.Experts;

namespace ElasticMoE.Model.Gating;

/// <summary>
/// Which experts the positions of a sequence's aligned windows have taken in each layer. What stands for a position is written over when it is
/// computed again, and only positions before the asking one are counted, so that a prompt may come in any chunks, any number of times. A
/// step's windows have places of their own: those of rows that leave it must not cover the window they come again in.
/// </summary>
internal sealed class CapacityWindows
{
    private const short None = -1;

    private readonly int[] _rows;
    private readonly int _active;
    private readonly short[]?[] _taken;
    private int _windows;

    /// <param name="layers">The model's.</param>
    /// <param name="experts">Of a layer.</param>
    /// <param name="active">Experts each row goes to.</param>
    /// <param name="factor">Multiple of an even share that an expert takes.</param>
    public CapacityWindows(int layers, int experts, int active, float factor)
    {
        (_active, _rows, _taken) = (active, new int[experts], new short[layers][]);
        RowsMax = (int)Math.Min(GatePolicy.CapacityWindow, Math.Ceiling((double)factor * GatePolicy.CapacityWindow * active / experts));
    }

    /// <summary>Rows of one window that an expert takes.</summary>
    public int RowsMax { get; }

    /// <summary>Makes room for a step's rows; what stands for the window of the first one stays.</summary>
    public void Reserve(int firstPosition, int rows)
    {
        // The rows may begin and end in the middle of a window.
        int windows = rows / GatePolicy.CapacityWindow + 2;
        if (windows <= _windows)
            return;
        int from = PlaceOf(firstPosition / GatePolicy.CapacityWindow, Math.Max(1, _windows)), to = PlaceOf(firstPosition / GatePolicy.CapacityWindow, windows);
        for (int layer = 0; layer < _taken.Length; layer++)
        {
            short[] grown = new short[PlaceOf(windows, windows + 1)];
            _taken[layer]?.AsSpan(from, PlaceOf(1, 2)).CopyTo(grown.AsSpan(to));
            _taken[layer] = grown;
        }
        _windows = windows;
    }

    /// <summary>Counts the rows before a position.</summary>
    /// <returns>For each expert, how many rows of the window it has taken; valid until the next call.</returns>
    public ReadOnlySpan<int> RowsBefore(int layer, int position)
    {
        Array.Clear(_rows);
        foreach (short expert in _taken[layer].AsSpan(PlaceOf(position / GatePolicy.CapacityWindow, _windows), position % GatePolicy.CapacityWindow * _active))
        {
            if (expert != None)
                _rows[expert]++;
        }
        return _rows;
    }

    /// <summary>Notes which experts a position has taken.</summary>
    public void Take(int layer, int position, ReadOnlySpan<int> chosen)
    {
        Span<short> taken = _taken[layer].AsSpan(
            PlaceOf(position / GatePolicy.CapacityWindow, _windows) + position % GatePolicy.CapacityWindow * _active, _active);
        taken.Fill(None);
        for (int i = 0; i < chosen.Length; i++)
            taken[i] = (short)chosen[i];
    }

    private int PlaceOf(int window, int windows) => window % windows * GatePolicy.CapacityWindow * _active;
}
