namespace ElasticMoE.Model.Tokenization.Decoders;

/// <summary>One step from tokens back to text; immutable.</summary>
internal abstract class Decoder
{
    /// <summary>A run of this step, which hands its results to another sink.</summary>
    public abstract TokenSink Start(TokenSink next);

    /// <summary>Writes the bytes that a token always adds, whatever stands beside it.</summary>
    /// <param name="token">Its spelling.</param>
    /// <param name="bytes">Has room for the spelling as UTF-8.</param>
    /// <param name="count">How many were written.</param>
    /// <returns>False where they can only be found by decoding.</returns>
    public virtual bool TryWrite(string token, Span<byte> bytes, out int count)
    {
        count = 0;
        return false;
    }
}
