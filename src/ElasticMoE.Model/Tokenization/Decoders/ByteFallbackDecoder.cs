using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace ElasticMoE.Model.Tokenization.Decoders;

/// <summary>
/// Turns runs of byte tokens ("&lt;0x0A&gt;") into text. A run that is not valid UTF-8 as a whole becomes one replacement character a byte,
/// so nothing of a run is handed on before it ends.
/// </summary>
internal sealed class ByteFallbackDecoder : Decoder
{
    public override TokenSink Start(TokenSink next) => new Run(next);

    private sealed class Run(TokenSink next) : WholeTokenSink
    {
        private readonly List<byte> _run = [];

        public override void End()
        {
            EndRun();
            next.End();
        }

        protected override void Token(string token)
        {
            if (IsByte(token, out byte value))
            {
                _run.Add(value);
                return;
            }
            EndRun();
            Hand(token);
        }

        private static bool IsByte(string token, out byte value)
        {
            value = 0;
            return token.Length == 6 && token.StartsWith("<0x", StringComparison.Ordinal) && token[5] == '>'
                && byte.TryParse(token.AsSpan(3, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
        }

        private void EndRun()
        {
            if (_run.Count == 0)
                return;
            byte[] bytes = [.. _run];
            _run.Clear();
            if (Utf8.IsValid(bytes))
                Hand(Encoding.UTF8.GetString(bytes));
            else
                Array.ForEach(bytes, _ => Hand("\uFFFD"));
        }

        private void Hand(string token)
        {
            next.Text(token);
            next.EndToken();
        }
    }
}
