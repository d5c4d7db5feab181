using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Syntax;

/// <summary>A token and the line it starts on.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The text, a name, an operator, or a string's value.</param>
/// <param name="Line">From 1.</param>
/// <param name="Number">The value of a number.</param>
internal readonly record struct Token(TokenKind Kind, string Text, int Line, TemplateValue? Number = null)
{
    public bool IsName(string name) => Kind == TokenKind.Name && Text == name;

    public bool IsOperator(string symbol) => Kind == TokenKind.Operator && Text == symbol;

    public string Describe() => Kind switch
    {
        TokenKind.BlockBegin => "begin of statement block",
        TokenKind.BlockEnd => "end of statement block",
        TokenKind.PrintBegin => "begin of print statement",
        TokenKind.PrintEnd => "end of print statement",
        TokenKind.Text => "template data / text",
        TokenKind.End => "end of template",
        _ => Text,
    };
}
