namespace ElasticMoE.Model.Tokenization.Decoders;

/// <summary>Several decoders, one after the other.</summary>
internal sealed class SequenceDecoder(IReadOnlyList<Decoder> parts) : Decoder
{
    public override TokenSink Start(TokenSink next)
    {
        for (int i = parts.Count - 1; i >= 0; i--)
            next = parts[i].Start(next);
        return next;
    }

    public override bool TryWrite(string token, Span<byte> bytes, out int count)
    {
        count = 0;
        return parts.Count == 1 && parts[0].TryWrite(token, bytes, out count);
    }
}
