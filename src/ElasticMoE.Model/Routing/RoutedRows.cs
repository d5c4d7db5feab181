namespace ElasticMoE.Model.Routing;

/// <summary>Where the gate sends the rows of a step in one layer.</summary>
internal sealed class RoutedRows(int activeExperts)
{
    private int[] _experts = [];
    private float[] _weights = [];

    /// <summary>Experts per row.</summary>
    public int ActiveExperts => activeExperts;

    public int Rows { get; private set; }

    /// <summary>[rows, active]; may be longer.</summary>
    public int[] AllExperts => _experts;

    /// <summary>[rows, active]; may be longer.</summary>
    public float[] AllWeights => _weights;

    /// <summary>A row's experts, by ascending id.</summary>
    public Span<int> Experts(int row) => _experts.AsSpan(row * activeExperts, activeExperts);

    /// <summary>A row's weights, in the order of <see cref="Experts"/>.</summary>
    public Span<float> Weights(int row) => _weights.AsSpan(row * activeExperts, activeExperts);

    public void Reserve(int rows)
    {
        Rows = rows;
        if (_experts.Length < rows * activeExperts)
            (_experts, _weights) = (new int[rows * activeExperts], new float[rows * activeExperts]);
    }
}
