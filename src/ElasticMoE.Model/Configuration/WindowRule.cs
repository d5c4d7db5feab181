namespace ElasticMoE.Model.Configuration;

/// <summary>Which layers of a family a `sliding_window` applies to.</summary>
internal enum WindowRule
{
    /// <summary>None; the field is left aside.</summary>
    None,

    /// <summary>All.</summary>
    AllLayers,

    /// <summary>Those that `layer_types` names; where it is absent every other one, beginning with the first, below `max_window_layers`.</summary>
    LayerTypes,
}
