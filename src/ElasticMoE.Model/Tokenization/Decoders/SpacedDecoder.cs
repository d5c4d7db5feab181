namespace ElasticMoE.Model.Tokenization.Decoders;

/// <summary>What a tokenizer without a decoder does: tokens with spaces between.</summary>
internal sealed class SpacedDecoder : Decoder
{
    public override TokenSink Start(TokenSink next) => new Run(next);

    private sealed class Run(TokenSink next) : WholeTokenSink
    {
        private bool _first = true;

        public override void End() => next.End();

        protected override void Token(string token)
        {
            if (!_first)
                next.Text(" ");
            _first = false;
            next.Text(token);
            next.EndToken();
        }
    }
}
