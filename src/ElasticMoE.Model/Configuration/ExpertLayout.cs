namespace ElasticMoE.Model.Configuration;

/// <summary>How a family's checkpoints store the experts of a layer.</summary>
internal enum ExpertLayout
{
    /// <summary>Three matrices an expert; or all experts' gate and up rows stacked in `experts.gate_up_proj`, [experts, 2 × width, hidden].</summary>
    PerExpert,

    /// <summary>
    /// All experts in one tensor, gate and up interleaved: [experts, hidden, 2 × width] with inputs outermost, or MXFP4 blocks with
    /// outputs outermost.
    /// </summary>
    Interleaved,
}
