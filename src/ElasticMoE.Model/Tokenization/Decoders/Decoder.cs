namespace ElasticMoE.Model.Tokenization.Decoders;

/// <summary>One step from tokens back to text; immutable.</summary>
internal abstract class Decoder
{
    /// <summary>A run of this step, which hands its results to another sink.</summary>
    public abstract TokenSink Start(TokenSink next);
}
