namespace ElasticMoE.Placement.Planning;

/// <summary>How evenly a layer's load lies on the nodes. An expert's load is split evenly over its awake replicas.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Balancedness">Mean node load / largest node load: 1 is even. A layer without load counts as even.</param>
/// <param name="UpperBound">No placement of these replicas on these nodes is more even than this.</param>
public sealed record LayerBalance(int Layer, double Balancedness, double UpperBound)
{
    /// <summary>How far the plan may be from the best, at most.</summary>
    public double Gap => UpperBound - Balancedness;
}
