using ElasticMoE.Model.Configuration;
using ElasticMoE.Model.Packing;

namespace ElasticMoE.Model.Weights;

/// <summary>All weights of a model, as views into its packed file.</summary>
internal sealed class ModelWeights
{
    private readonly PackedFile _file;

    private ModelWeights(PackedFile file, ModelConfig config)
    {
        _file = file;
        Embedding = file.Rows("embedding");
        FinalNorm = file.Vector("final_norm")!;
        Head = file.Matrix("head");
        Layers = [.. config.Layers.Select((layer, index) => Layer(config, layer, $"layers.{index}"))];
    }

    public EmbeddingTable Embedding { get; }

    public float[] FinalNorm { get; }

    public PackedMatrix Head { get; }

    public LayerWeights[] Layers { get; }

    public bool ExpertsTakeQuantizedRows => Layers.All(layer => layer.Experts is [] or [{ Gate.TakesQuantizedRows: true }, ..]);

    public static ModelWeights Bind(PackedFile file, ModelConfig config) => new(file, config);

    /// <summary>Bytes of the matrices a token is multiplied with, where each mixture layer sends it to so many experts.</summary>
    public long ActiveBytes(int activeExperts) => Head.Bytes + Layers.Sum(layer => layer.ActiveBytes(activeExperts));

    private LayerWeights Layer(ModelConfig config, LayerConfig layer, string name) => new()
    {
        AttentionNorm = _file.Vector(name + ".attention_norm")!,
        MlpNorm = _file.Vector(name + ".mlp_norm")!,
        Grouped = config.Attention.Latent is null ? Grouped(name) : null,
        Latent = config.Attention.Latent is null ? null : Latent(name),
        Output = _file.Matrix(name + ".output"),
        OutputBias = _file.Vector(name + ".output_bias"),
        Dense = layer.IsMixture ? null : FeedForward(name + ".dense"),
        Router = layer.IsMixture ? Router(name) : null,
        Shared = layer.IsMixture && config.Mixture.SharedWidth > 0 ? FeedForward(name + ".shared") : null,
        SharedExpertGate = layer.IsMixture ? _file.TryMatrix(name + ".shared_expert_gate") : null,
        Experts = layer.IsMixture
            ? [.. Enumerable.Range(0, config.Mixture.Experts).Select(e => FeedForward($"{name}.experts.{e}"))]
            : [],
    };

    private GroupedAttentionWeights Grouped(string name) =>
        new(_file.Matrix(name + ".query"), _file.Matrix(name + ".key"), _file.Matrix(name + ".value"))
        {
            QueryBias = _file.Vector(name + ".query_bias"),
            KeyBias = _file.Vector(name + ".key_bias"),
            ValueBias = _file.Vector(name + ".value_bias"),
            QueryNorm = _file.Vector(name + ".query_norm"),
            KeyNorm = _file.Vector(name + ".key_norm"),
            Sinks = _file.Vector(name + ".sinks"),
        };

    private LatentAttentionWeights Latent(string name) =>
        new(_file.Matrix(name + ".kv_a"), _file.Vector(name + ".kv_a_norm")!, _file.Matrices(name + ".k_b"), _file.Matrices(name + ".v_b"))
        {
            KvABias = _file.Vector(name + ".kv_a_bias"),
            Query = _file.TryMatrix(name + ".query"),
            QueryA = _file.TryMatrix(name + ".query_a"),
            QueryABias = _file.Vector(name + ".query_a_bias"),
            QueryANorm = _file.Vector(name + ".query_a_norm"),
            QueryB = _file.TryMatrix(name + ".query_b"),
        };

    private RouterWeights Router(string name) => new(_file.Matrix(name + ".router"))
    {
        Bias = _file.Vector(name + ".router_bias"),
        CorrectionBias = _file.Vector(name + ".correction_bias"),
    };

    private FeedForwardWeights FeedForward(string name) =>
        new(_file.Matrix(name + ".gate"), _file.Matrix(name + ".up"), _file.Matrix(name + ".down"))
        {
            GateBias = _file.Vector(name + ".gate_bias"),
            UpBias = _file.Vector(name + ".up_bias"),
            DownBias = _file.Vector(name + ".down_bias"),
        };
}
