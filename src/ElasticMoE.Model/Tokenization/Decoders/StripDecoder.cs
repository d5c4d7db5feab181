using System.Text;

namespace ElasticMoE.Model.Tokenization.Decoders;

/// <summary>Takes a character off the start and the end of each token.</summary>
/// <param name="content">The character, in UTF-16.</param>
/// <param name="start">How many are taken off the start at most.</param>
/// <param name="stop">How many are taken off the end at most.</param>
internal sealed class StripDecoder(string content, int start, int stop) : Decoder
{
    /// <summary>The most that may be taken off; published tokenizers take 1.</summary>
    public const int CountMax = 1024;

    public override TokenSink Start(TokenSink next) => new Run(next, content, start, stop);

    private sealed class Run(TokenSink next, string content, int start, int stop) : TokenSink
    {
        private readonly StringBuilder _held = new();
        private int _taken;

        public override void Text(ReadOnlySpan<char> part)
        {
            while (_taken < start && part.StartsWith(content))
            {
                part = part[content.Length..];
                _taken++;
            }
            if (part.IsEmpty)
                return;
            _taken = start;
            Hand(part);
        }

        public override void EndToken()
        {
            int kept = Math.Max(0, _held.Length - (stop * content.Length));
            next.Text(_held.ToString(0, kept));
            _held.Clear();
            _taken = 0;
            next.EndToken();
        }

        public override void End() => next.End();

        /// <summary>Hands on all but a run of the character at the end, which may have to go.</summary>
        private void Hand(ReadOnlySpan<char> part)
        {
            ReadOnlySpan<char> body = part;
            if (stop > 0)
            {
                while (body.EndsWith(content))
                    body = body[..^content.Length];
            }
            if (!body.IsEmpty)
            {
                next.Text(_held.ToString());
                _held.Clear();
                next.Text(body);
            }
            _held.Append(part[body.Length..]);
        }
    }
}
