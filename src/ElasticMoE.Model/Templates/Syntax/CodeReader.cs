using System.Globalization;
using System.Text;
using ElasticMoE.Model.Templates.Expressions;
using ElasticMoE.Model.Templates.Operations;

namespace ElasticMoE.Model.Templates.Syntax;

/// <summary>Reads the tokens inside one tag, up to and with its end. An end mark inside brackets is no end.</summary>
internal sealed class CodeReader(string source, int position, int line, bool isBlock)
{
    private static readonly string[] Symbols =
    [
        "//", "**", "==", "!=", ">=", "<=", "+", "-",
        "/", "*", "%", "~", "[", "]", "(", ")", "{", "}", ">", "<", "=", ".", ":", "|", ",", ";",
    ];

    private readonly Stack<char> brackets = new();
    private readonly string close = isBlock ? "%}" : "}}";

    public int Position => position;

    public void Run(List<Token> tokens)
    {
        while (position < source.Length)
        {
            if (brackets.Count == 0 && ReadEnd())
            {
                tokens.Add(new Token(isBlock ? TokenKind.BlockEnd : TokenKind.PrintEnd, "", line));
                return;
            }

            if (Texts.IsSpace(source[position]))
                SkipSpace();
            else
                tokens.Add(ReadToken());
        }
    }

    private bool ReadEnd()
    {
        char sign = source[position] is '-' || (isBlock && source[position] is '+') ? source[position] : ' ';
        int mark = sign == ' ' ? position : position + 1;
        if (!source.AsSpan(mark).StartsWith(close))
            return false;
        position = Whitespace.AfterTag(source, mark + 2, sign, trimLine: isBlock);
        return true;
    }

    private void SkipSpace()
    {
        int end = Whitespace.SkipSpace(source, position);
        line += source.AsSpan()[position..end].Count('\n');
        position = end;
    }

    private Token ReadToken()
    {
        char first = source[position];
        if (char.IsAsciiDigit(first))
            return ReadNumber();
        if (first is '\'' or '"')
            return ReadString();
        int end = NameEnd(position);
        return end > position ? Take(TokenKind.Name, end) : ReadOperator();
    }

    private Token ReadNumber()
    {
        bool afterDot = position > 0 && source[position - 1] == '.';
        NumberLiteral number = NumberLiteral.Read(source, position, afterDot, line);
        return Take(number.IsFloat ? TokenKind.Float : TokenKind.Integer, number.End) with { Number = number.Value };
    }

    private Token ReadString()
    {
        int end = position + 1;
        while (end < source.Length && source[end] != source[position])
            end += source[end] == '\\' ? 2 : 1;
        if (end >= source.Length)
            throw new SourceFault(line, $"unexpected char {source[position]}: a string that doesn't end");
        string value = StringLiteral.Unescape(source.AsSpan()[(position + 1)..end], line);
        return Take(TokenKind.String, end + 1) with { Text = value };
    }

    private Token ReadOperator()
    {
        string symbol = Array.Find(Symbols, symbol => source.AsSpan(position).StartsWith(symbol))
            ?? throw new SourceFault(line, $"unexpected char '{source[position]}'");
        if (symbol is "(" or "[" or "{")
            brackets.Push(symbol[0] == '(' ? ')' : symbol[0] == '[' ? ']' : '}');
        if (symbol is ")" or "]" or "}")
            Close(symbol[0]);
        return Take(TokenKind.Operator, position + symbol.Length);
    }

    private void Close(char bracket)
    {
        if (!brackets.TryPop(out char expected))
            throw new SourceFault(line, $"unexpected '{bracket}'");
        if (expected != bracket)
            throw new SourceFault(line, $"unexpected '{bracket}', expected '{expected}'");
    }

    private Token Take(TokenKind kind, int end)
    {
        var token = new Token(kind, source[position..end], line);
        line += token.Text.AsSpan().Count('\n');
        position = end;
        return token;
    }

    private int NameEnd(int from)
    {
        while (from < source.Length && Rune.TryGetRuneAt(source, from, out Rune rune) && IsNamePart(rune))
            from += rune.Utf16SequenceLength;
        return from;
    }

    private static bool IsNamePart(Rune rune) =>
        rune.Value == '_' || Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.LetterNumber;
}
