namespace ElasticMoE.Placement.Autoscaling;

/// <summary>What the autoscaler wants of an expert.</summary>
public enum ScaleAction
{
    /// <summary>More awake replicas.</summary>
    Up,

    /// <summary>Fewer, at least one.</summary>
    Down,

    /// <summary>None awake: standbys alone.</summary>
    Sleep,

    /// <summary>Awake again.</summary>
    Wake,
}
