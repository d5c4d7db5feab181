namespace ElasticMoE.Contracts.Experts;

/// <summary>Rows for some experts of one layer, as a node is asked for them. Reused; arrays may be longer than what counts.</summary>
public sealed class ExpertWork : IExpertOutputs
{
    private int[] _firstSlot = [0];
    private float[] _outputs = [];

    /// <summary>The mixture layer.</summary>
    public int Layer { get; private set; }

    /// <summary>Rows.</summary>
    public int Rows { get; private set; }

    /// <summary>(row, expert) pairs, and so output rows.</summary>
    public int Pairs => _firstSlot[Rows];

    /// <summary>Activations [rows, hidden], f32.</summary>
    public float[] Input { get; set; } = [];

    /// <summary>The expert of each pair, row after row; ascending within a row.</summary>
    public int[] Experts { get; private set; } = [];

    /// <summary>The version of each pair's expert, 0 where nothing is said; one expert has one version in all of a work. As long as <see cref="Experts"/>.</summary>
    public int[] Versions { get; private set; } = [];

    /// <summary>Takes the outputs; null where they are kept here (<see cref="Output"/>).</summary>
    public IExpertOutputs? Outputs { get; set; }

    /// <summary>Begins anew, without rows.</summary>
    public void Begin(int layer)
    {
        Layer = layer;
        Rows = 0;
    }

    /// <summary>Adds a row and its experts; its activations are the caller's to put into <see cref="Input"/>.</summary>
    /// <param name="experts">One or more, ascending.</param>
    public void AddRow(ReadOnlySpan<int> experts)
    {
        int first = Pairs;
        if (_firstSlot.Length < Rows + 2)
            Array.Resize(ref _firstSlot, Math.Max(Rows + 2, 2 * _firstSlot.Length));
        if (Experts.Length < first + experts.Length)
        {
            int[] grown = new int[Math.Max(first + experts.Length, 2 * Experts.Length)];
            Experts.AsSpan(0, first).CopyTo(grown);
            (Experts, Versions) = (grown, new int[grown.Length]);
        }
        experts.CopyTo(Experts.AsSpan(first));
        Versions.AsSpan(first, experts.Length).Clear();
        Rows++;
        _firstSlot[Rows] = first + experts.Length;
    }

    /// <summary>Says that an expert of the rows so far is meant in an updated version.</summary>
    public void SetVersion(int expert, int version)
    {
        for (int pair = 0; pair < Pairs; pair++)
        {
            if (Experts[pair] == expert)
                Versions[pair] = version;
        }
    }

    /// <summary>For a host: where its outputs of this work go.</summary>
    /// <param name="hidden">Floats of a row.</param>
    public IExpertOutputs BeginOutputs(int hidden)
    {
        if (Outputs is { } outputs)
            return outputs;
        if (_outputs.Length < Pairs * hidden)
            _outputs = GC.AllocateUninitializedArray<float>(Pairs * hidden);
        return this;
    }

    /// <summary>A pair's output, once the host has run and nobody else has taken it.</summary>
    /// <param name="pair">In the order of <see cref="Experts"/>.</param>
    /// <param name="hidden">Floats of a row.</param>
    public Memory<float> Output(int pair, int hidden) => _outputs.AsMemory(pair * hidden, hidden);

    void IExpertOutputs.Take(int pair, ReadOnlySpan<float> output) => output.CopyTo(_outputs.AsSpan(pair * output.Length));

    /// <summary>The first pair of a row; the others follow.</summary>
    public int FirstPair(int row) => _firstSlot[row];

    /// <summary>The experts of one row.</summary>
    public ReadOnlySpan<int> ExpertsOf(int row) => Experts.AsSpan(_firstSlot[row], _firstSlot[row + 1] - _firstSlot[row]);
}
