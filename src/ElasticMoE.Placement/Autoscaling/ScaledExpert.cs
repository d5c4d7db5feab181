namespace ElasticMoE.Placement.Autoscaling;

/// <summary>One expert with its averages brought up to now.</summary>
/// <param name="Scale">Its averages.</param>
/// <param name="Layer">Its layer's.</param>
/// <param name="Parked">Rows that had to wait for it since the last decision.</param>
internal readonly record struct ScaledExpert(ExpertScale Scale, LayerLoad Layer, long Parked)
{
    /// <summary>Its share by the slow average, times fair.</summary>
    public double SlowFair => LayerLoad.Fair(Scale.SlowRows, Layer.SlowRows, Layer.Experts);

    /// <summary>Its share by the fast average, times fair.</summary>
    public double FastFair => LayerLoad.Fair(Scale.FastRows, Layer.FastRows, Layer.Experts);
}
