using ElasticMoE.Model.Configuration;
using ElasticMoE.Model.Files;
using ElasticMoE.Model.Sources;

namespace ElasticMoE.Model.Synthesis;

/// <summary>All tensors of a model as its family's published bf16 files hold them, in the order of the layers.</summary>
internal sealed class TensorCatalog(ModelConfig config, TensorNaming naming)
{
    private readonly TensorNames _names = new(naming);

    public IEnumerable<TensorSpec> All()
    {
        yield return Matrix(MatrixRole.Embedding, -1);
        foreach (TensorSpec tensor in Enumerable.Range(0, config.Layers.Count).SelectMany(Layer))
            yield return tensor;
        yield return Spec(_names.Of(VectorRole.FinalNorm, -1), config.HiddenSize);
        if (!config.TiedEmbeddings)
            yield return Matrix(MatrixRole.Head, -1);
    }

    private IEnumerable<TensorSpec> Layer(int layer)
    {
        foreach (MatrixRole role in LayerRoles.Matrices(config, layer))
            yield return Matrix(role, layer);
        foreach (VectorRole role in LayerRoles.Vectors(config, layer))
        {
            if (VectorLengths.Of(config, role) is { } length)
                yield return Spec(_names.Of(role, layer), length);
        }
        if (!config.Layers[layer].IsMixture)
            yield break;
        foreach (TensorSpec tensor in naming.Layout == ExpertLayout.Interleaved ? Interleaved(layer) : PerExpert(layer))
            yield return tensor;
    }

    private IEnumerable<TensorSpec> PerExpert(int layer) =>
        from expert in Enumerable.Range(0, config.Mixture.Experts)
        from role in LayerRoles.Expert
        let shape = MatrixShapes.Of(config, role)
        select Spec(_names.Of(role, layer, expert), shape.Outputs, shape.Inputs);

    private IEnumerable<TensorSpec> Interleaved(int layer)
    {
        (int experts, int width, int hidden) = (config.Mixture.Experts, config.Mixture.ExpertWidth, config.HiddenSize);
        yield return Spec(_names.StackedGateUp(layer), experts, hidden, 2 * width);
        yield return Spec(_names.Of(VectorRole.ExpertGateBias, layer), experts, 2 * width);
        yield return Spec(_names.StackedDown(layer), experts, width, hidden);
        yield return Spec(_names.Of(VectorRole.ExpertDownBias, layer), experts, hidden);
    }

    private TensorSpec Matrix(MatrixRole role, int layer)
    {
        (int outputs, int inputs) = MatrixShapes.Of(config, role);
        return Spec(_names.Of(role, layer), outputs, inputs);
    }

    private static TensorSpec Spec(string name, params long[] shape) => new(name, TensorType.BF16, shape);
}
