using ElasticMoE.Contracts.Cluster;

namespace ElasticMoE.Contracts.Experts;

/// <summary>One layer's work for the experts of a step, and where their outputs are to be found. Reused from layer to layer.</summary>
public sealed class ExpertDispatch
{
    private readonly List<IDisposable> _kept = [];
    private ReadOnlyMemory<float>[] _outputs = [];
    private RowState[] _states = [];
    private string?[] _failures = [];
    private ExpertId?[] _missing = [];
    private bool[] _decoding = [];
    private Revision[] _revisions = [];

    /// <summary>The mixture layer.</summary>
    public int Layer { get; private set; }

    /// <summary>Rows of the step.</summary>
    public int Rows { get; private set; }

    /// <summary>Experts of the row that goes to most.</summary>
    public int ActiveExperts { get; private set; }

    /// <summary>Normed rows [rows, hidden], f32; may be longer.</summary>
    public float[] Input { get; private set; } = [];

    /// <summary>Each row's experts [rows, active], by ascending id, then −1 where it goes to fewer; may be longer.</summary>
    public int[] Experts { get; private set; } = [];

    /// <summary>Begins a layer. The outputs of the one before are gone.</summary>
    /// <param name="layer">The mixture layer.</param>
    /// <param name="shape">Rows, and experts of the row that goes to most.</param>
    /// <param name="input">[rows, hidden].</param>
    /// <param name="experts">[rows, active], ascending within a row, then −1.</param>
    public void Begin(int layer, (int Rows, int ActiveExperts) shape, float[] input, int[] experts)
    {
        (Layer, Rows, ActiveExperts, Input, Experts) = (layer, shape.Rows, shape.ActiveExperts, input, experts);
        if (_outputs.Length < Rows * ActiveExperts)
            _outputs = new ReadOnlyMemory<float>[Rows * ActiveExperts];
        foreach (IDisposable kept in _kept)
            kept.Dispose();
        _kept.Clear();
    }

    /// <summary>Begins a step: every row is <see cref="RowState.Ready"/>, of the model as it was loaded.</summary>
    public void BeginStep(int rows)
    {
        if (_states.Length < rows)
            (_states, _failures, _missing, _decoding, _revisions) = (new RowState[rows], new string?[rows], new ExpertId?[rows], new bool[rows], new Revision[rows]);
        Array.Clear(_states);
        Array.Clear(_failures);
        Array.Clear(_missing);
        Array.Clear(_decoding);
        Array.Clear(_revisions);
    }

    /// <summary>Binds rows to a revision; after <see cref="BeginStep"/>.</summary>
    public void Bind(int firstRow, int rows, Revision revision) => _revisions.AsSpan(firstRow, rows).Fill(revision);

    /// <summary>Which version of each expert a row goes to.</summary>
    public Revision RevisionOf(int row) => _revisions[row];

    /// <summary>Says that a row is the next of a stream, for which somebody waits; after <see cref="BeginStep"/>.</summary>
    public void MarkDecoding(int row) => _decoding[row] = true;

    /// <summary>Whether a row is the next of a stream: it goes before rows of prompts.</summary>
    public bool IsDecoding(int row) => _decoding[row];

    /// <summary>What became of a row in this step. A row that is not ready has no outputs, now and in the step's later layers.</summary>
    public RowState StateOf(int row) => _states[row];

    /// <summary>Why a row failed; null where it didn't.</summary>
    public string? FailureOf(int row) => _failures[row];

    /// <summary>The expert that a parked row lacks, where it is known.</summary>
    public ExpertId? MissingOf(int row) => _missing[row];

    /// <summary>Takes a row out of the step.</summary>
    /// <param name="row">The row.</param>
    /// <param name="missing">The expert for want of which, where it is known.</param>
    public void Park(int row, ExpertId? missing = null)
    {
        if (_states[row] == RowState.Ready)
            (_states[row], _missing[row]) = (RowState.Parked, missing);
    }

    /// <summary>Takes a row out of the step, and fails its request.</summary>
    /// <param name="row">The row.</param>
    /// <param name="cause">One line that names layer and expert.</param>
    public void Fail(int row, string cause) => (_states[row], _failures[row]) = (RowState.Failed, cause);

    /// <summary>The experts of one row.</summary>
    public ReadOnlySpan<int> ExpertsOf(int row)
    {
        ReadOnlySpan<int> slots = Experts.AsSpan(row * ActiveExperts, ActiveExperts);
        while (slots[^1] < 0)
            slots = slots[..^1];
        return slots;
    }

    /// <summary>What a row's expert number <paramref name="slot"/> has made of it: hidden floats. There once the exchange is finished, where the row is ready.</summary>
    public ReadOnlySpan<float> Output(int row, int slot) => _outputs[row * ActiveExperts + slot].Span;

    /// <summary>For the exchange: says where that output is.</summary>
    public void SetOutput(int row, int slot, ReadOnlyMemory<float> output) => _outputs[row * ActiveExperts + slot] = output;

    /// <summary>For the exchange: outputs are in this, which is disposed when they are not needed any more.</summary>
    public void Keep(IDisposable outputs) => _kept.Add(outputs);
}
