namespace ElasticMoE.Model.Tokenization.Decoders;

/// <summary>Turns the suffix that ends words into a space, and drops it in the last token.</summary>
internal sealed class SuffixDecoder(string suffix) : Decoder
{
    public override TokenSink Start(TokenSink next) => new Run(next, suffix);

    private sealed class Run(TokenSink next, string suffix) : WholeTokenSink
    {
        private string? _waiting;

        public override void End()
        {
            HandWaiting("");
            next.End();
        }

        protected override void Token(string token)
        {
            HandWaiting(" ");
            _waiting = token;
        }

        private void HandWaiting(string space)
        {
            if (_waiting is null)
                return;
            next.Text(suffix.Length == 0 ? _waiting : _waiting.Replace(suffix, space, StringComparison.Ordinal));
            next.EndToken();
        }
    }
}
