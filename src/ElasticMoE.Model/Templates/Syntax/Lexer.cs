using ElasticMoE.Model.Templates.Expressions;

namespace ElasticMoE.Model.Templates.Syntax;

/// <summary>
/// Splits a template's source into tokens, with the white-space rules published tokenizers set: the line break after a block or comment is
/// dropped (trim_blocks), blanks before one at the start of its line too (lstrip_blocks), `-` strips all white space on its side, `+`
/// keeps it. One line break at the source's end is dropped.
/// </summary>
internal sealed class Lexer
{
    private readonly string source;
    private readonly List<Token> tokens = [];
    private int position;
    private int line = 1;
    private bool lineStarts = true;

    private Lexer(string source) => this.source = source;

    public static List<Token> Split(string source)
    {
        string lines = source.Replace("\r\n", "\n").Replace('\r', '\n');
        var lexer = new Lexer(lines.EndsWith('\n') ? lines[..^1] : lines);
        lexer.Run();
        return lexer.tokens;
    }

    private void Run()
    {
        while (position < source.Length)
        {
            int tag = FindTag(position);
            if (tag < 0)
            {
                AddText(source[position..]);
                break;
            }

            ReadTag(tag);
        }

        tokens.Add(new Token(TokenKind.End, "", line));
    }

    private int FindTag(int from)
    {
        for (int at = source.IndexOf('{', from); at >= 0 && at + 1 < source.Length; at = source.IndexOf('{', at + 1))
        {
            if (source[at + 1] is '%' or '{' or '#')
                return at;
        }

        return -1;
    }

    private void ReadTag(int tag)
    {
        char kind = source[tag + 1];
        char sign = tag + 2 < source.Length && source[tag + 2] is '-' or '+' ? source[tag + 2] : ' ';
        AddText(Whitespace.BeforeTag(source[position..tag], sign, kind == '{', lineStarts), source[position..tag]);
        position = tag + (sign == ' ' ? 2 : 3);
        if (kind == '#')
            SkipComment();
        else if (kind == '%' && RawBlock.ReadBegin(source, position) is int body)
            ReadRaw(body);
        else
            ReadCode(kind == '%');
        lineStarts = source[position - 1] == '\n';
    }

    private void SkipComment()
    {
        // The reference, too, takes a tag that opens at the very end for nothing.
        int end = position == source.Length ? source.Length - 2 : source.IndexOf("#}", position, StringComparison.Ordinal);
        if (end < 0)
            throw new SourceFault(line, "Missing end of comment tag");
        char sign = end > position ? source[end - 1] : ' ';
        Advance(Whitespace.AfterTag(source, end + 2, sign, trimLine: true));
    }

    private void ReadRaw(int body)
    {
        Advance(body);
        if (body == source.Length)
            return;
        RawEnd end = RawBlock.FindEnd(source, body) ?? throw new SourceFault(line, "Missing end of raw directive");
        // The reference compares the sign group only, so blanks before a raw block's end go too where it starts its line.
        AddText(Whitespace.BeforeTag(source[body..end.Begin], end.Sign, false, source[body - 1] == '\n'), source[body..end.Begin]);
        position = end.Begin;
        Advance(end.After);
    }

    private void ReadCode(bool isBlock)
    {
        tokens.Add(new Token(isBlock ? TokenKind.BlockBegin : TokenKind.PrintBegin, "", line));
        var reader = new CodeReader(source, position, line, isBlock);
        reader.Run(tokens);
        Advance(reader.Position);
    }

    private void AddText(string text) => AddText(text, text);

    /// <summary>Adds what is kept of a stretch of text and counts the lines of all of it.</summary>
    private void AddText(string kept, string whole)
    {
        if (kept.Length > 0)
            tokens.Add(new Token(TokenKind.Text, kept, line));
        line += whole.AsSpan().Count('\n');
    }

    private void Advance(int to)
    {
        line += source.AsSpan()[position..to].Count('\n');
        position = to;
    }
}
