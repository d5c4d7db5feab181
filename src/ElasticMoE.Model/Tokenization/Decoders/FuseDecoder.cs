namespace ElasticMoE.Model.Tokenization.Decoders;

/// <summary>Makes all tokens one.</summary>
internal sealed class FuseDecoder : Decoder
{
    public override TokenSink Start(TokenSink next) => new Run(next);

    private sealed class Run(TokenSink next) : TokenSink
    {
        public override void Text(ReadOnlySpan<char> part) => next.Text(part);

        public override void EndToken()
        {
        }

        public override void End()
        {
            next.EndToken();
            next.End();
        }
    }
}
