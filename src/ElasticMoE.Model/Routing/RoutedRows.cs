namespace ElasticMoE.Model.Routing;

/// <summary>Where the gate sends the rows of a step in one layer.</summary>
internal sealed class RoutedRows
{
    private int[] _experts = [];
    private float[] _weights = [];

    /// <summary>Experts of the row that goes to most.</summary>
    public int ActiveExperts { get; private set; }

    public int Rows { get; private set; }

    /// <summary>[rows, active]; may be longer. −1 where a row goes to fewer.</summary>
    public int[] AllExperts => _experts;

    /// <summary>[rows, active]; may be longer.</summary>
    public float[] AllWeights => _weights;

    /// <summary>A row's experts, by ascending id, then −1.</summary>
    public Span<int> Experts(int row) => _experts.AsSpan(row * ActiveExperts, ActiveExperts);

    /// <summary>A row's weights, in the order of <see cref="Experts"/>.</summary>
    public Span<float> Weights(int row) => _weights.AsSpan(row * ActiveExperts, ActiveExperts);

    public void Reserve(int rows, int activeExperts)
    {
        (Rows, ActiveExperts) = (rows, activeExperts);
        if (_experts.Length < rows * activeExperts)
            (_experts, _weights) = (new int[rows * activeExperts], new float[rows * activeExperts]);
    }
}
