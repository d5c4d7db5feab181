using ElasticMoE.Contracts;
using ElasticMoE.Model.Configuration;
using ElasticMoE.Model.Files;

namespace ElasticMoE.Model.Sources;

/// <summary>Finds stored tensors by name, checks their types and shapes, and remembers which were used.</summary>
internal sealed class TensorFinder(string directory, CheckpointFiles files, QuantizationConfig quantization)
{
    private const string ScaleSuffix = "_scale_inv";
    private const string WeightSuffix = ".weight";

    private HashSet<string>? _used = [];

    /// <summary>The names of all tensors found so far. From here on finding changes nothing and is safe from several threads.</summary>
    public IReadOnlySet<string> TakeUsed()
    {
        HashSet<string> used = _used ?? [];
        _used = null;
        return used;
    }

    public bool Has(string name) => files.Tensors.ContainsKey(name);

    /// <summary>A tensor of an exact type and shape.</summary>
    public StoredTensor Find(string name, TensorType type, params ReadOnlySpan<long> shape)
    {
        StoredTensor tensor = Find(name, shape);
        if (tensor.Entry.Type != type)
            throw Wrong(tensor, TensorEntry.FormOf(type, shape.ToArray()));
        return tensor;
    }

    /// <summary>One of several planes of floats stacked in a tensor; with one plane and <paramref name="stacked"/> false, a matrix.</summary>
    public TensorPlane Plane(string name, PlaneShape shape, bool stacked)
    {
        StoredTensor tensor = stacked ? Find(name, shape.Count, shape.Rows, shape.Columns) : Find(name, shape.Rows, shape.Columns);
        var values = new FloatPlane(Checked(tensor), shape.Index, shape.Rows, shape.Columns);
        return tensor.Entry.Type == TensorType.F8E4M3 && IsScaled(name) ? Scaled(values, shape, stacked) : values;
    }

    /// <summary>A one-dimensional tensor as a plane of one row.</summary>
    public TensorPlane Row(string name, int length) => new FloatPlane(Checked(Find(name, [length])), 0, 1, length);

    private StoredTensor Find(string name, params ReadOnlySpan<long> shape)
    {
        if (!files.Tensors.TryGetValue(name, out StoredTensor tensor))
            throw new InputException(directory, $"tensor {name} is missing", ExitCode.NotFound);
        if (!shape.SequenceEqual(tensor.Entry.Shape.ToArray()))
            throw Wrong(tensor, $"[{string.Join(", ", shape.ToArray())}]");
        _used?.Add(name);
        return tensor;
    }

    private ScaledPlane Scaled(TensorPlane values, PlaneShape shape, bool stacked)
    {
        string name = values.Name + ScaleSuffix;
        if (!quantization.IsScaledFloat8)
            throw new InputException(directory, $"tensor {values.Name} is F8_E4M3 and config.json has no fp8 quantization_config");
        (int Rows, int Columns) block = quantization.ScaleBlock ?? (shape.Rows, shape.Columns);
        PlaneShape scaleShape = shape with { Rows = Blocks(shape.Rows, block.Rows), Columns = Blocks(shape.Columns, block.Columns) };
        if (quantization.ScaleBlock is null && !stacked)
            return new ScaledPlane(values, SingleScale(name), block);
        StoredTensor scales = stacked
            ? Find(name, scaleShape.Count, scaleShape.Rows, scaleShape.Columns)
            : Find(name, scaleShape.Rows, scaleShape.Columns);
        return new ScaledPlane(values, ScalePlane(scales, scaleShape), block);
    }

    // A single scale is stored as a scalar, a vector of one or a matrix of one.
    private FloatPlane SingleScale(string name)
    {
        if (!files.Tensors.TryGetValue(name, out StoredTensor tensor))
            throw new InputException(directory, $"tensor {name} is missing", ExitCode.NotFound);
        if (tensor.Entry.Elements != 1)
            throw Wrong(tensor, "a single scale, as config.json has no weight_block_size,");
        _used?.Add(name);
        return ScalePlane(tensor, new PlaneShape(1, 1, 1, 0));
    }

    private FloatPlane ScalePlane(StoredTensor scales, PlaneShape shape) =>
        scales.Entry.Type is TensorType.F32 or TensorType.BF16
            ? new FloatPlane(scales, shape.Index, shape.Rows, shape.Columns)
            : throw Wrong(scales, "F32 or BF16");

    private bool IsScaled(string name) =>
        quantization.Converts(name.EndsWith(WeightSuffix, StringComparison.Ordinal) ? name[..^WeightSuffix.Length] : name);

    private StoredTensor Checked(StoredTensor tensor) =>
        FloatPlane.Decodes(tensor.Entry.Type) ? tensor : throw Wrong(tensor, "BF16, F16, F32 or F8_E4M3");

    private static InputException Wrong(StoredTensor tensor, string expected) =>
        new(tensor.File.Path, $"tensor {tensor.Entry.Name} is {tensor.Entry.Form}; {expected} is expected");

    private static int Blocks(int length, int block) => (length + block - 1) / block;
}
