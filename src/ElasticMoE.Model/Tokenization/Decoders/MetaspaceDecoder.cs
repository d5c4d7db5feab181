namespace ElasticMoE.Model.Tokenization.Decoders;

/// <summary>Turns the character that stands for a space back into one, and drops it in the first token where one was put first.</summary>
internal sealed class MetaspaceDecoder(string replacement, bool dropInFirst) : Decoder
{
    public override TokenSink Start(TokenSink next) => new Run(next, replacement, dropInFirst);

    private sealed class Run(TokenSink next, string replacement, bool dropInFirst) : TokenSink
    {
        private bool _first = true;

        public override void Text(ReadOnlySpan<char> part)
        {
            string space = _first && dropInFirst ? "" : " ";
            next.Text(part.ToString().Replace(replacement, space, StringComparison.Ordinal));
        }

        public override void EndToken()
        {
            _first = false;
            next.EndToken();
        }

        public override void End() => next.End();
    }
}
