namespace ElasticMoE.Model.Tokenization.PreTokenizers;

/// <summary>What becomes of the matches that split a text.</summary>
internal enum SplitBehavior
{
    /// <summary>Each is a word of its own.</summary>
    Isolated,

    /// <summary>They are left out.</summary>
    Removed,

    /// <summary>Each ends the word before it.</summary>
    MergedWithPrevious,

    /// <summary>Each begins the word after it.</summary>
    MergedWithNext,

    /// <summary>Neighbouring ones are one word.</summary>
    Contiguous,
}
