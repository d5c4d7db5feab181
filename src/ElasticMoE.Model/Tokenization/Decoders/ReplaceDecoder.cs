using System.Text;
using ElasticMoE.Model.Tokenization.Patterns;

namespace ElasticMoE.Model.Tokenization.Decoders;

/// <summary>Puts a text in the place of every match of a pattern, within each token.</summary>
internal sealed class ReplaceDecoder(TextPattern pattern, string content) : Decoder
{
    public override TokenSink Start(TokenSink next) => new Run(next, pattern, content);

    private sealed class Run(TokenSink next, TextPattern pattern, string content) : TokenSink
    {
        private readonly StringBuilder _held = new();
        private readonly List<TextRange> _matches = [];

        public override void Text(ReadOnlySpan<char> part)
        {
            _held.Append(part);
            // What a regular expression matches may depend on all that follows in the token; a literal only on its own length.
            if (pattern is LiteralPattern literal)
                Replace(text => text.Length - Overlap(text, literal.Text));
        }

        public override void EndToken()
        {
            Replace(static text => text.Length);
            next.EndToken();
        }

        public override void End() => next.End();

        private void Replace(Func<string, int> safeLength)
        {
            string text = _held.ToString();
            _matches.Clear();
            if (text.Length > 0)
                pattern.FindAll(text, _matches);
            int done = 0;
            foreach (TextRange match in _matches)
            {
                next.Text(text.AsSpan(done, match.Start - done));
                next.Text(content);
                done = match.End;
            }
            string rest = text[done..];
            int safe = safeLength(rest);
            next.Text(rest.AsSpan(0, safe));
            _held.Clear().Append(rest, safe, rest.Length - safe);
        }

        /// <summary>How much of the text's end could be the start of a match.</summary>
        private static int Overlap(string text, string literal)
        {
            for (int length = Math.Min(text.Length, literal.Length - 1); length > 0; length--)
            {
                if (text.EndsWith(literal[..length], StringComparison.Ordinal))
                    return length;
            }
            return 0;
        }
    }
}
