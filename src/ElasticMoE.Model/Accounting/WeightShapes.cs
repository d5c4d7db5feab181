using ElasticMoE.Model.Configuration;

namespace ElasticMoE.Model.Accounting;

/// <summary>Lists the weights that a model of a given shape has.</summary>
internal sealed class WeightShapes
{
    private readonly ModelConfig _config;
    private readonly List<WeightShape> _shapes = [];
    private readonly int _hidden;
    private readonly long _layers;
    private readonly long _mixtureLayers;

    private WeightShapes(ModelConfig config)
    {
        _config = config;
        _hidden = config.HiddenSize;
        _layers = config.Layers.Count;
        _mixtureLayers = config.Layers.Count(layer => layer.IsMixture);
    }

    public static IReadOnlyList<WeightShape> Of(ModelConfig config)
    {
        var list = new WeightShapes(config);
        list.AddEmbeddingAndHead();
        if (config.Attention.Latent is { } latent)
            list.AddLatentAttention(latent);
        else
            list.AddGroupedAttention();
        list.AddDense();
        if (list._mixtureLayers > 0)
            list.AddMixture(config.Mixture);
        list.AddVector(list._hidden, 2 * list._layers + 1);
        return list._shapes;
    }

    private void AddEmbeddingAndHead()
    {
        _shapes.Add(new WeightShape(ModelPartKind.Embedding, _config.VocabularySize, _hidden, 1, 0));
        _shapes.Add(new WeightShape(ModelPartKind.Head, _config.VocabularySize, _hidden, _config.TiedEmbeddings ? 0 : 1, 1));
    }

    private void AddGroupedAttention()
    {
        AttentionConfig attention = _config.Attention;
        int queries = attention.Heads * attention.HeadDim, keys = attention.KvHeads * attention.HeadDim;
        Add(ModelPartKind.Attention, queries, _hidden, _layers);
        Add(ModelPartKind.Attention, keys, _hidden, 2 * _layers);
        Add(ModelPartKind.Attention, _hidden, queries, _layers);
        if (attention.InputBias)
            AddVector(queries + 2 * keys, _layers);
        if (attention.OutputBias)
            AddVector(_hidden, _layers);
        if (attention.Sinks)
            AddVector(attention.Heads, _layers);
        if (attention.QueryKeyNorm == QueryKeyNorm.PerHead)
            AddVector(2 * attention.HeadDim, _layers);
        else if (attention.QueryKeyNorm == QueryKeyNorm.FullWidth)
            AddVector(queries + keys, _layers);
    }

    private void AddLatentAttention(LatentAttentionConfig latent)
    {
        AttentionConfig attention = _config.Attention;
        int queries = attention.Heads * (latent.NopeDim + latent.RopeDim);
        if (latent.QueryRank is { } rank)
        {
            Add(ModelPartKind.Attention, rank, _hidden, _layers);
            Add(ModelPartKind.Attention, queries, rank, _layers);
            AddVector(rank, _layers);
        }
        else
        {
            Add(ModelPartKind.Attention, queries, _hidden, _layers);
        }
        Add(ModelPartKind.Attention, latent.KvRank + latent.RopeDim, _hidden, _layers);
        Add(ModelPartKind.Attention, latent.KvRank, latent.NopeDim, _layers * attention.Heads);
        Add(ModelPartKind.Attention, latent.ValueDim, latent.KvRank, _layers * attention.Heads);
        Add(ModelPartKind.Attention, _hidden, attention.Heads * latent.ValueDim, _layers);
        AddVector(latent.KvRank, _layers);
        if (attention.InputBias)
            AddVector((latent.QueryRank ?? 0) + latent.KvRank + latent.RopeDim, _layers);
        if (attention.OutputBias)
            AddVector(_hidden, _layers);
    }

    private void AddDense()
    {
        Add(ModelPartKind.DenseFeedForward, _config.DenseWidth, _hidden, 2 * (_layers - _mixtureLayers));
        Add(ModelPartKind.DenseFeedForward, _hidden, _config.DenseWidth, _layers - _mixtureLayers);
    }

    private void AddMixture(MixtureConfig mixture)
    {
        Add(ModelPartKind.Router, mixture.Experts * mixture.SubGates, _hidden, _mixtureLayers);
        AddExperts(mixture.ExpertWidth, _hidden, 2, mixture);
        AddExperts(_hidden, mixture.ExpertWidth, 1, mixture);
        Add(ModelPartKind.SharedExpert, mixture.SharedWidth, _hidden, 2 * _mixtureLayers);
        Add(ModelPartKind.SharedExpert, _hidden, mixture.SharedWidth, _mixtureLayers);
        if (mixture.SharedGated)
            Add(ModelPartKind.SharedExpert, 1, _hidden, _mixtureLayers);
        if (mixture.CorrectionBias)
            AddVector(mixture.Experts, _mixtureLayers);
        if (mixture.RouterBias)
            AddVector(mixture.Experts, _mixtureLayers);
        if (mixture.ExpertBias)
        {
            int length = 2 * mixture.ExpertWidth + _hidden;
            _shapes.Add(new WeightShape(ModelPartKind.Vectors, length, 1, mixture.Experts * _mixtureLayers, mixture.ActiveExperts * _mixtureLayers));
        }
    }

    private void AddExperts(int outputs, int inputs, int matrices, MixtureConfig mixture) => _shapes.Add(new WeightShape(
        ModelPartKind.Experts, outputs, inputs, matrices * mixture.Experts * _mixtureLayers, matrices * mixture.ActiveExperts * _mixtureLayers));

    private void AddVector(int length, long copies) => Add(ModelPartKind.Vectors, length, 1, copies);

    private void Add(ModelPartKind part, int outputs, int inputs, long copies)
    {
        if (copies > 0 && outputs > 0 && inputs > 0)
            _shapes.Add(new WeightShape(part, outputs, inputs, copies, copies));
    }
}
