using ElasticMoE.Contracts;
using ElasticMoE.Model.Configuration;
using ElasticMoE.Model.Gguf;
using ElasticMoE.Model.Sources;

namespace ElasticMoE.Model.Export;

/// <summary>Which tensors a checkpoint becomes, in the file's order.</summary>
internal sealed class ExportPlan
{
    private readonly ModelSource _source;
    private readonly ExportType _type;
    private readonly GgufNames _names;
    private readonly List<ExportTensor> _tensors = [];

    private ExportPlan(ModelSource source, ExportType type)
    {
        (_source, _type) = (source, type);
        _names = new GgufNames(source.Config.ModelType);
    }

    public static IReadOnlyList<ExportTensor> Of(ModelSource source, ExportType type)
    {
        if (source.Config.Attention is { Latent: not null, InputBias: true } or { Latent: not null, OutputBias: true })
            throw new InputException(source.Directory, "has biases in latent attention, which GGUF's deepseek2 has no names for");
        var plan = new ExportPlan(source, type);
        plan.Embeddings();
        for (int layer = 0; layer < source.Config.Layers.Count; layer++)
            plan.Layer(layer);
        return plan._tensors;
    }

    private ModelConfig Config => _source.Config;

    private void Embeddings()
    {
        // llama.cpp reads tied embeddings as the head only where its graph of the architecture allows it.
        bool separateHead = !Config.TiedEmbeddings || Config.ModelType is "olmoe" or "qwen2_moe" or "gpt_oss";
        AddMatrix(MatrixRole.Embedding, -1, separateHead ? MatrixRole.Embedding : MatrixRole.Head);
        AddVector(VectorRole.FinalNorm, -1);
        if (separateHead)
            AddMatrix(MatrixRole.Head, -1);
    }

    private void Layer(int layer)
    {
        foreach (VectorRole role in LayerRoles.Vectors(Config, layer))
            AddVector(role, layer);
        foreach (MatrixRole role in LayerRoles.Matrices(Config, layer, _source.SplitsLatent))
        {
            if (role == MatrixRole.KvB)
                AddLatent(layer);
            else
                AddMatrix(role, layer);
        }
        if (!Config.Layers[layer].IsMixture)
            return;
        foreach (MatrixRole role in LayerRoles.Expert)
            AddExperts(role, layer);
        foreach (VectorRole role in LayerRoles.ExpertVectors)
            AddExpertBiases(role, layer);
    }

    /// <param name="role">The matrix.</param>
    /// <param name="layer">Its layer, or -1.</param>
    /// <param name="typedAs">The role that decides on the type, where it is another.</param>
    private void AddMatrix(MatrixRole role, int layer, MatrixRole? typedAs = null)
    {
        MatrixSource matrix = _source.Matrix(role, layer);
        GgufType type = ExportTypes.For(_type, typedAs ?? role, matrix.Inputs, matrix.FloatFormat);
        IReadOnlyList<long> shape = role switch
        {
            MatrixRole.SharedExpertGate => [matrix.Inputs],
            MatrixRole.LatentKeys or MatrixRole.LatentValues => [Config.Attention.Heads, matrix.Outputs / Config.Attention.Heads, matrix.Inputs],
            _ => [matrix.Outputs, matrix.Inputs],
        };
        _tensors.Add(new MatrixTensor(new(_names.Of(role, layer), type, shape), _ => matrix, _names.IsRotated(role) ? Config.Attention.HeadDim : 0));
    }

    private void AddExperts(MatrixRole role, int layer)
    {
        MatrixSource first = _source.Matrix(role, layer, 0);
        GgufType type = ExportTypes.For(_type, role, first.Inputs, first.FloatFormat);
        var spec = new GgufSpec(_names.Of(role, layer), type, [Config.Mixture.Experts, first.Outputs, first.Inputs]);
        _tensors.Add(new MatrixTensor(spec, expert => _source.Matrix(role, layer, expert)));
    }

    private void AddLatent(int layer)
    {
        MatrixSource kvB = _source.Matrix(MatrixRole.KvB, layer);
        LatentAttentionConfig latent = Config.Attention.Latent!;
        long heads = Config.Attention.Heads;
        GgufType keys = ExportTypes.For(_type, MatrixRole.LatentKeys, latent.NopeDim, kvB.FloatFormat);
        GgufType values = ExportTypes.For(_type, MatrixRole.LatentValues, latent.KvRank, kvB.FloatFormat);
        _tensors.Add(new LatentTensor(new(_names.Of(MatrixRole.LatentKeys, layer), keys, [heads, latent.KvRank, latent.NopeDim]), kvB, latent, keys: true));
        _tensors.Add(new LatentTensor(new(_names.Of(MatrixRole.LatentValues, layer), values, [heads, latent.ValueDim, latent.KvRank]), kvB, latent, keys: false));
    }

    private void AddVector(VectorRole role, int layer)
    {
        if (_source.Vector(role, layer) is { } vector)
            _tensors.Add(new VectorTensor(new(_names.Of(role, layer), GgufType.F32, [vector.Length]), _ => vector));
    }

    private void AddExpertBiases(VectorRole role, int layer)
    {
        if (_source.Vector(role, layer, 0) is { } first)
        {
            var spec = new GgufSpec(_names.Of(role, layer), GgufType.F32, [Config.Mixture.Experts, first.Length]);
            _tensors.Add(new VectorTensor(spec, expert => _source.Vector(role, layer, expert)!));
        }
    }
}
