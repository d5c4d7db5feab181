using ElasticMoE.Model.Configuration;

namespace ElasticMoE.Model.Accounting;

/// <summary>
/// How large a model is and how much of it one token uses, from its shape alone. A parameter is active when a token is multiplied with it or has it
/// added; of the embedding that is one row, and a tied head counts as active although the checkpoint holds it once, as the embedding.
/// </summary>
public sealed class ModelSize
{
    private readonly ModelConfig _config;

    private ModelSize(ModelConfig config, IReadOnlyList<WeightShape> shapes)
    {
        _config = config;
        Shapes = shapes;
    }

    /// <summary>All weights, grouped by shape.</summary>
    public IReadOnlyList<WeightShape> Shapes { get; }

    /// <summary>Weights the checkpoint holds.</summary>
    public long TotalParameters => Shapes.Sum(shape => shape.Parameters);

    /// <summary>Weights one token uses.</summary>
    public long ActiveParameters => Shapes.Sum(shape => shape.ActiveParameters);

    /// <summary>Active share of all weights, 0 to 1.</summary>
    public double ActiveShare => (double)ActiveParameters / TotalParameters;

    /// <summary>Counts the weights of a model of this shape.</summary>
    public static ModelSize Of(ModelConfig config) => new(config, WeightShapes.Of(config));

    /// <summary>Weights of one part.</summary>
    public long TotalOf(ModelPartKind part) => Shapes.Where(shape => shape.Part == part).Sum(shape => shape.Parameters);

    /// <summary>Weights of one part that a token uses.</summary>
    public long ActiveOf(ModelPartKind part) => Shapes.Where(shape => shape.Part == part).Sum(shape => shape.ActiveParameters);

    /// <summary>
    /// Floating-point operations of one token that sees <paramref name="positions"/> positions, its own included: two per multiply-add of every
    /// matrix, and of attention's scores and weighted values. Norms, activations and softmax are left out; they are below 1 %.
    /// </summary>
    public double FlopsPerToken(int positions)
    {
        double multiplyAdds = Shapes.Where(shape => shape.Part is not (ModelPartKind.Embedding or ModelPartKind.Vectors)).Sum(shape => shape.ActiveParameters);
        foreach (LayerConfig layer in _config.Layers)
            multiplyAdds += (double)AttentionPerPosition() * (layer.Window > 0 ? Math.Min(layer.Window, positions) : positions);
        return 2 * multiplyAdds;
    }

    /// <summary>Multiply-adds of one layer's attention per position seen. Latent attention is absorbed: it works on the latent itself.</summary>
    private long AttentionPerPosition()
    {
        AttentionConfig attention = _config.Attention;
        return attention.Latent is { } latent
            ? (long)attention.Heads * (latent.KvRank + latent.RopeDim + latent.KvRank)
            : (long)attention.Heads * attention.HeadDim * 2;
    }
}
