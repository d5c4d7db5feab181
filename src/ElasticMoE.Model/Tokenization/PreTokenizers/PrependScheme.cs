namespace ElasticMoE.Model.Tokenization.PreTokenizers;

/// <summary>Where the character that stands for a space is put before a text that doesn't begin with it.</summary>
internal enum PrependScheme
{
    /// <summary>Before every part, also behind special tokens.</summary>
    Always,

    /// <summary>Only where the input begins.</summary>
    First,

    /// <summary>Nowhere.</summary>
    Never,
}
