namespace ElasticMoE.Model.Tokenization.Patterns;

/// <summary>What failing does at a frame.</summary>
internal enum PatternFrameKind
{
    /// <summary>Goes on there.</summary>
    Other,

    /// <summary>Gives one code point back and goes on behind the repetition.</summary>
    GiveBack,

    /// <summary>Takes one code point more and goes on behind the repetition.</summary>
    TakeMore,

    /// <summary>Sets a slot to what it was, and fails further.</summary>
    Restore,
}
