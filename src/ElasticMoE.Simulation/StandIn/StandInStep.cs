using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Experts;
using ElasticMoE.Simulation.Core;

namespace ElasticMoE.Simulation.StandIn;

/// <summary>
/// A step as a machine over layers, as the model's forward pass is one: it is told that an exchange is done and returns the next. Rows that
/// are not ready leave the step, and with them all later rows of their sequences.
/// </summary>
internal sealed class StandInStep(StandInModel model, PlantedBug bug)
{
    private readonly List<StepPart> _parts = [];
    private readonly List<StepRow> _rows = [];
    private readonly List<(int Pair, ulong Output, int Version)> _arrived = [];
    private ulong[] _state = [];
    private int[] _experts = [];
    private (ulong Output, int Version)[] _outputs = [];

    public ExpertDispatch Dispatch { get; } = new();

    public IReadOnlyList<StepPart> Parts => _parts;

    public int Layer { get; private set; }

    /// <summary>A row as the experts get it.</summary>
    public ulong RowOf(int row) => _state[row];

    public int ExpertOf(int pair) => _experts[pair];

    public StepRow this[int row] => _rows[row];

    /// <summary>Begins a step and runs to its first exchange.</summary>
    public void Begin(IEnumerable<StepPart> parts)
    {
        _parts.Clear();
        _rows.Clear();
        _parts.AddRange(parts);
        foreach (StepPart part in _parts)
        {
            for (int i = 0; i < part.Rows; i++)
                _rows.Add(new(part.Sequence, part.FirstPosition + i));
        }
        Dispatch.BeginStep(_rows.Count);
        int firstRow = 0;
        foreach (StepPart part in _parts)
        {
            Dispatch.Bind(firstRow, part.Rows, part.Sequence.Revision);
            firstRow += part.Rows;
        }
        for (int row = 0; row < _rows.Count; row++)
        {
            if (_rows[row].Position == _rows[row].Sequence.Tokens.Count - 1)
                Dispatch.MarkDecoding(row);
        }
        if (_state.Length < _rows.Count)
            (_state, _experts, _outputs) = (new ulong[_rows.Count], new int[_rows.Count * model.Active], new (ulong, int)[_rows.Count * model.Active]);
        for (int row = 0; row < _rows.Count; row++)
            _state[row] = StandInModel.Embed(_rows[row].Sequence.Tokens[_rows[row].Position], _rows[row].Position);
        Layer = 0;
        BeginLayer();
    }

    /// <summary>One output has come.</summary>
    public void Accept(int pair, ulong output, int version)
    {
        _outputs[pair] = (output, version);
        _arrived.Add((pair, output, version));
    }

    /// <summary>Goes on after an exchange, up to the next.</summary>
    /// <returns>Whether there is a next; if not, the step is complete.</returns>
    public bool Resume()
    {
        int ready = 0;
        int firstRow = 0;
        foreach (StepPart part in _parts)
        {
            int left = ReadyRows(firstRow, part.Rows);
            ready += left;
            for (int row = firstRow + left + 1; row < firstRow + part.Rows && bug != PlantedBug.LaterRowsStay; row++)
                Dispatch.Park(row);
            firstRow += part.Rows;
        }
        if (ready == 0)
            return false;
        for (int row = 0; row < _rows.Count; row++)
        {
            if (Dispatch.StateOf(row) == RowState.Ready)
                _state[row] = StandInModel.Hash(_state[row], Sum(row));
        }
        if (++Layer == model.Layers)
            return false;
        BeginLayer();
        return true;
    }

    /// <summary>How many of a part's rows are complete, from its first on.</summary>
    public int ReadyRows(int firstRow, int rows)
    {
        int ready = 0;
        while (ready < rows && (Dispatch.StateOf(firstRow + ready) == RowState.Ready || (bug == PlantedBug.LaterRowsStay && ready < rows - 1)))
            ready++;
        return ready;
    }

    private void BeginLayer()
    {
        _arrived.Clear();
        for (int row = 0; row < _rows.Count; row++)
        {
            if (Dispatch.StateOf(row) != RowState.Ready)
                continue;
            (StandInSequence sequence, int position) = _rows[row];
            _state[row] = StandInModel.Attend(sequence.KeysBefore(Layer, position), _state[row], Layer);
            sequence.KeysAt(Layer, position) = _state[row];
            model.Gate(_state[row], Layer, _experts.AsSpan(row * model.Active, model.Active));
        }
        Dispatch.Begin(Layer, (_rows.Count, model.Active), [], _experts);
    }

    /// <summary>Never in order of arrival: by ascending expert, which is the order of a row's pairs.</summary>
    private ulong Sum(int row)
    {
        ulong sum = 0;
        if (bug is PlantedBug.CombineAsTheyCome or PlantedBug.CopiesCountTwice)
        {
            var arrived = _arrived.Where(output => output.Pair / model.Active == row);
            foreach ((int pair, ulong output, int version) in bug == PlantedBug.CopiesCountTwice ? arrived.OrderBy(output => output.Pair) : arrived)
                sum = StandInModel.Add(sum, _experts[pair], version, output);
            return sum;
        }
        for (int pair = row * model.Active; pair < (row + 1) * model.Active; pair++)
            sum = StandInModel.Add(sum, _experts[pair], _outputs[pair].Version, _outputs[pair].Output);
        return sum;
    }
}
