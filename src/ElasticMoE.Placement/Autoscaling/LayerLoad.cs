namespace ElasticMoE.Placement.Autoscaling;

/// <summary>Sums over a layer's experts.</summary>
/// <param name="Experts">How many there are.</param>
/// <param name="SlowRows">Choices within the slow average's time.</param>
/// <param name="FastRows">Choices within the fast average's time.</param>
/// <param name="RowsPerS">Choices a second, by the slow average.</param>
internal sealed record LayerLoad(int Experts, double SlowRows, double FastRows, double RowsPerS)
{
    /// <summary>An expert's share of a layer's choices, times fair; 0 where there were none.</summary>
    public static double Fair(double rows, double layerRows, int experts) => layerRows > 0 ? rows / layerRows * experts : 0;
}
