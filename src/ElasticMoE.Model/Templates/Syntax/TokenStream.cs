using ElasticMoE.Model.Templates.Expressions;

namespace ElasticMoE.Model.Templates.Syntax;

/// <summary>The tokens, read one after the other.</summary>
internal sealed class TokenStream(List<Token> tokens)
{
    private int position;

    public Token Current => tokens[position];

    public Token Look => tokens[Math.Min(position + 1, tokens.Count - 1)];

    public int Line => Current.Line;

    /// <summary>The current token; moves on to the next.</summary>
    public Token Take()
    {
        Token token = Current;
        if (position + 1 < tokens.Count)
            position++;
        return token;
    }

    public bool SkipName(string name) => Skip(Current.IsName(name));

    public bool SkipOperator(string symbol) => Skip(Current.IsOperator(symbol));

    public Token Expect(TokenKind kind, string description) => Current.Kind == kind ? Take() : throw Unexpected(description);

    public Token ExpectOperator(string symbol) => Current.IsOperator(symbol) ? Take() : throw Unexpected($"'{symbol}'");

    public Token ExpectName(string name) => Current.IsName(name) ? Take() : throw Unexpected($"'{name}'");

    private SourceFault Unexpected(string wanted) =>
        new(Line, Current.Kind == TokenKind.End
            ? $"unexpected end of template, expected {wanted}."
            : $"expected {wanted}, got '{Current.Describe()}'");

    private bool Skip(bool matches)
    {
        if (matches)
            Take();
        return matches;
    }
}
