namespace ElasticMoE.Model.Configuration;

/// <summary>Which layers of a family are dense.</summary>
internal enum DenseRule
{
    /// <summary>None.</summary>
    None,

    /// <summary>Those before `first_k_dense_replace`, and those that `moe_layer_freq` skips.</summary>
    FirstLayers,

    /// <summary>Those in `mlp_only_layers`, and those that `decoder_sparse_step` skips.</summary>
    SparseStep,
}
