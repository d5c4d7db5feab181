namespace ElasticMoE.Model.Configuration;

/// <summary>Whether a family divides the chosen experts' weights by their sum.</summary>
internal enum RenormaliseRule
{
    /// <summary>Never; `norm_topk_prob` is left aside.</summary>
    Never,

    /// <summary>Always.</summary>
    Always,

    /// <summary>As `norm_topk_prob` says.</summary>
    ByField,
}
