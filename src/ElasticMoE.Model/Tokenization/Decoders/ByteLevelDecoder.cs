using System.Text;
using ElasticMoE.Model.Tokenization.Unicode;

namespace ElasticMoE.Model.Tokenization.Decoders;

/// <summary>
/// Turns the characters that stand for bytes back into bytes, and all tokens' bytes together into one text. Bytes that are not valid
/// UTF-8 become replacement characters, as soon as it is certain that no later byte can make them valid.
/// </summary>
internal sealed class ByteLevelDecoder : Decoder
{
    public override TokenSink Start(TokenSink next) => new Run(next);

    public override bool TryWrite(string token, Span<byte> bytes, out int count)
    {
        count = Write(token, bytes);
        return true;
    }

    /// <summary>A token with any other character than those for bytes, such as an added one, is text.</summary>
    private static int Write(string token, Span<byte> bytes)
    {
        for (int i = 0; i < token.Length; i++)
        {
            int value = ByteAlphabet.ByteOf(token[i]);
            if (value < 0)
                return Encoding.UTF8.GetBytes(token, bytes);
            bytes[i] = (byte)value;
        }
        return token.Length;
    }

    private sealed class Run(TokenSink next) : WholeTokenSink
    {
        private readonly System.Text.Decoder _utf8 = Encoding.UTF8.GetDecoder();
        private byte[] _bytes = new byte[64];
        private char[] _characters = new char[128];

        public override void End()
        {
            Hand(0, flush: true);
            next.EndToken();
            next.End();
        }

        protected override void Token(string token)
        {
            int most = Encoding.UTF8.GetMaxByteCount(token.Length);
            if (_bytes.Length < most)
                (_bytes, _characters) = (new byte[most], new char[Encoding.UTF8.GetMaxCharCount(most)]);
            Hand(Write(token, _bytes), flush: false);
        }

        private void Hand(int count, bool flush)
        {
            int characters = _utf8.GetChars(_bytes.AsSpan(0, count), _characters, flush);
            if (characters > 0)
                next.Text(_characters.AsSpan(0, characters));
        }
    }
}
