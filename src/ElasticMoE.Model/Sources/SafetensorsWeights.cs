using ElasticMoE.Model.Configuration;
using ElasticMoE.Model.Files;

namespace ElasticMoE.Model.Sources;

/// <summary>Weights in safetensors files, named and stored as their family publishes them.</summary>
internal sealed class SafetensorsWeights : ICheckpointWeights
{
    private readonly ModelConfig _config;
    private readonly CheckpointFiles _files;
    private readonly TensorNames _names;
    private readonly TensorFinder _tensors;
    private readonly ExpertFinder _experts;

    public SafetensorsWeights(string directory, CheckpointConfig config)
    {
        _config = config.Model;
        _files = CheckpointFiles.Open(directory);
        _names = new TensorNames(config.Family.Names);
        _tensors = new TensorFinder(directory, _files, config.Quantization);
        _experts = new ExpertFinder(config.Model, config.Family.Names, _tensors);
    }

    public IReadOnlyList<SourceFile> Files => _files.Sources;

    public IReadOnlyDictionary<string, long> BytesByType => _files.Tensors.Values
        .GroupBy(tensor => TensorTypes.NameOf(tensor.Entry.Type))
        .ToDictionary(group => group.Key, group => group.Sum(tensor => tensor.Entry.Bytes));

    public bool SplitsLatent => false;

    public MatrixSource Matrix(MatrixRole role, int layer, int expert)
    {
        if (expert >= 0)
            return _experts.Matrix(role, layer, expert);
        (int outputs, int inputs) = MatrixShapes.Of(_config, role);
        TensorPlane plane = _tensors.Plane(NameOf(role, layer), new PlaneShape(1, outputs, inputs, 0), stacked: false);
        return new MatrixSource(plane, outputs, inputs, PlaneLayout.Whole);
    }

    public VectorSource Vector(VectorRole role, (int Layer, int Expert) place, int length) => place.Expert >= 0
        ? _experts.Bias(role, place.Layer, place.Expert, length)
        : new VectorSource(_tensors.Row(_names.Of(role, place.Layer), length), 0, length, PlaneLayout.Whole);

    public IReadOnlyList<string> TakeUnused() => UnusedNames.Of(_files.Tensors.Keys, _tensors.TakeUsed(), _config.Layers.Count);

    public void Dispose() => _files.Dispose();

    private string NameOf(MatrixRole role, int layer)
    {
        string name = _names.Of(role, layer);
        return role == MatrixRole.Router && !_tensors.Has(name) && _tensors.Has(_names.StackedRouter(layer))
            ? _names.StackedRouter(layer)
            : name;
    }
}
