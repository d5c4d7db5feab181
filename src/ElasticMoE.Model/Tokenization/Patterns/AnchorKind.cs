namespace ElasticMoE.Model.Tokenization.Patterns;

/// <summary>Places in a text.</summary>
internal enum AnchorKind
{
    /// <summary>The text's start, or after a line feed that isn't its last character.</summary>
    LineStart,

    /// <summary>The text's end, or before a line feed.</summary>
    LineEnd,

    /// <summary>The text's start.</summary>
    TextStart,

    /// <summary>The text's end.</summary>
    TextEnd,

    /// <summary>The text's end, or before a line feed that ends it.</summary>
    TextEndOrLastLineFeed,

    /// <summary>Between a word character and something else.</summary>
    WordBoundary,

    /// <summary>Not between a word character and something else.</summary>
    NoWordBoundary,
}
