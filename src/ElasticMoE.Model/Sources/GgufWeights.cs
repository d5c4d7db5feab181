using ElasticMoE.Contracts;
using ElasticMoE.Model.Configuration;
using ElasticMoE.Model.Files;
using ElasticMoE.Model.Gguf;

namespace ElasticMoE.Model.Sources;

/// <summary>Weights in a GGUF file, named and stored as llama.cpp does.</summary>
internal sealed class GgufWeights : ICheckpointWeights
{
    private readonly ModelConfig _config;
    private readonly GgufFile _file;
    private readonly GgufNames _names;
    private HashSet<string>? _used = [];

    public GgufWeights(string path, ModelConfig config)
    {
        _config = config;
        _file = GgufFile.Open(path);
        _names = new GgufNames(config.ModelType);
    }

    public IReadOnlyList<SourceFile> Files => [_file.Source];

    public IReadOnlyDictionary<string, long> BytesByType => _file.Tensors.Values
        .GroupBy(tensor => GgufTypes.NameOf(tensor.Type))
        .ToDictionary(group => group.Key, group => group.Sum(tensor => tensor.Bytes));

    public bool SplitsLatent => _config.Attention.Latent is not null && _file.Tensors.ContainsKey(_names.Of(MatrixRole.LatentKeys, 0));

    public MatrixSource Matrix(MatrixRole role, int layer, int expert)
    {
        (int outputs, int inputs) = MatrixShapes.Of(_config, role);
        TensorPlane plane = Plane(_names.Of(role, layer), Shape(role, outputs, inputs, expert));
        if (_names.IsRotated(role))
            plane = new RotatedPlane(plane, _config.Attention.HeadDim);
        return new MatrixSource(plane, outputs, inputs, PlaneLayout.Whole);
    }

    public VectorSource Vector(VectorRole role, (int Layer, int Expert) place, int length)
    {
        string name = _names.Of(role, place.Layer);
        TensorPlane plane = place.Expert < 0 ? Plane(name, new(1, 1, length, 0)) : Plane(name, new(1, _config.Mixture.Experts, length, 0));
        return new VectorSource(plane, Math.Max(0, place.Expert), length, PlaneLayout.Whole);
    }

    public IReadOnlyList<string> TakeUnused()
    {
        HashSet<string> used = _used ?? [];
        _used = null;
        return [.. _file.Tensors.Keys.Where(name => !used.Contains(name) && !IsPastTheEnd(name)).Order(StringComparer.Ordinal)];
    }

    public void Dispose() => _file.Dispose();

    private PlaneShape Shape(MatrixRole role, int outputs, int inputs, int expert) => role switch
    {
        _ when expert >= 0 => new(_config.Mixture.Experts, outputs, inputs, expert),
        MatrixRole.LatentKeys or MatrixRole.LatentValues => new(_config.Attention.Heads, outputs / _config.Attention.Heads, inputs, -1),
        _ => new(1, outputs, inputs, 0),
    };

    /// <summary>One of several stacked matrices; with the index -1 all of them, one below the other.</summary>
    private GgufPlane Plane(string name, PlaneShape shape)
    {
        if (!_file.Tensors.TryGetValue(name, out GgufTensor? tensor))
            throw new InputException(_file.Source.Path, $"tensor {name} is missing", ExitCode.NotFound);
        // Sides of one are left out or written, as the writer liked.
        long[] expected = [.. new long[] { shape.Count, shape.Rows, shape.Columns }.SkipWhile(side => side == 1)];
        if (!tensor.Shape.SkipWhile(side => side == 1).SequenceEqual(expected))
            throw new InputException(_file.Source.Path, $"tensor {name} is {tensor.Form}; [{string.Join(", ", expected)}] is expected");
        _used?.Add(name);
        return new GgufPlane(_file, tensor, shape.Index >= 0 ? shape : new PlaneShape(1, shape.Count * shape.Rows, shape.Columns, 0));
    }

    // Layers past the last predict further tokens; they play no part here.
    private bool IsPastTheEnd(string name) =>
        name.Split('.') is ["blk", var number, ..] && int.TryParse(number, out int layer) && layer >= _config.Layers.Count;
}
