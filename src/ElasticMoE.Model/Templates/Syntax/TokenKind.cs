namespace ElasticMoE.Model.Templates.Syntax;

/// <summary>Kinds of tokens.</summary>
internal enum TokenKind
{
    /// <summary>Text outside of tags.</summary>
    Text,
    BlockBegin,
    BlockEnd,
    PrintBegin,
    PrintEnd,
    Name,
    String,
    Integer,
    Float,

    /// <summary>An operator or bracket; the token's text says which.</summary>
    Operator,
    End,
}
