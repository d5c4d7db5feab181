namespace ElasticMoE.Model.Tokenization.Unicode;

/// <summary>Unicode's normalization forms.</summary>
internal enum UnicodeForm
{
    /// <summary>NFD: canonically decomposed.</summary>
    Decomposed,

    /// <summary>NFC: canonically decomposed, then composed.</summary>
    Composed,

    /// <summary>NFKD: decomposed by compatibility.</summary>
    CompatibilityDecomposed,

    /// <summary>NFKC: decomposed by compatibility, then composed.</summary>
    CompatibilityComposed,
}
