using ElasticMoE.Contracts;
using ElasticMoE.Kernels.Numbers;
using ElasticMoE.Model.Configuration;
using ElasticMoE.Model.Files;

namespace ElasticMoE.Model.Sources;

/// <summary>Finds the matrices and biases of routed experts, however a checkpoint stores them.</summary>
internal sealed class ExpertFinder(ModelConfig config, TensorNaming naming, TensorFinder tensors)
{
    private readonly TensorNames _names = new(naming);

    private int Experts => config.Mixture.Experts;

    public MatrixSource Matrix(MatrixRole role, int layer, int expert)
    {
        if (naming.Layout == ExpertLayout.Interleaved)
            return Interleaved(role, layer, expert);
        string name = _names.Of(role, layer, expert);
        if (!tensors.Has(name) && tensors.Has(StackedName(role, layer)))
            return Stacked(role, layer, expert);
        (int outputs, int inputs) = MatrixShapes.Of(config, role);
        return new MatrixSource(tensors.Plane(name, new PlaneShape(1, outputs, inputs, 0), stacked: false), outputs, inputs, PlaneLayout.Whole);
    }

    public VectorSource Bias(VectorRole role, int layer, int expert, int length)
    {
        bool isDown = role == VectorRole.ExpertDownBias;
        PlaneLayout layout = isDown ? PlaneLayout.Whole : new PlaneLayout(role == VectorRole.ExpertUpBias ? 1 : 0, 2, InputsOutermost: false);
        TensorPlane plane = tensors.Plane(
            _names.Of(role, layer), new PlaneShape(1, Experts, isDown ? length : 2 * length, 0), stacked: false);
        return new VectorSource(plane, expert, length, layout);
    }

    /// <summary>[experts, 2 × width, hidden], an expert's gate rows before its up rows; [experts, hidden, width].</summary>
    private MatrixSource Stacked(MatrixRole role, int layer, int expert)
    {
        (int outputs, int inputs) = MatrixShapes.Of(config, role);
        int rows = role == MatrixRole.ExpertDown ? outputs : 2 * outputs;
        TensorPlane plane = tensors.Plane(StackedName(role, layer), new PlaneShape(Experts, rows, inputs, expert), stacked: true);
        int start = role == MatrixRole.ExpertUp ? outputs : 0;
        return new MatrixSource(plane, outputs, inputs, new PlaneLayout(start, 1, InputsOutermost: false));
    }

    /// <summary>Gate and up outputs alternate; floats have the inputs outermost, packed blocks the outputs.</summary>
    private MatrixSource Interleaved(MatrixRole role, int layer, int expert)
    {
        (int outputs, int inputs) = MatrixShapes.Of(config, role);
        int step = role == MatrixRole.ExpertDown ? 1 : 2;
        int start = role == MatrixRole.ExpertUp ? 1 : 0;
        string name = StackedName(role, layer);
        if (tensors.Has(name + "_blocks"))
        {
            TensorPlane packed = Packed(name, new PlaneShape(Experts, outputs * step, inputs, expert));
            return new MatrixSource(packed, outputs, inputs, new PlaneLayout(start, step, InputsOutermost: false));
        }
        TensorPlane plane = tensors.Plane(name, new PlaneShape(Experts, inputs, outputs * step, expert), stacked: true);
        return new MatrixSource(plane, outputs, inputs, new PlaneLayout(start, step, InputsOutermost: true));
    }

    private Mxfp4Plane Packed(string name, PlaneShape shape)
    {
        if (shape.Columns % Mxfp4.BlockValues != 0)
            throw new InputException(name + "_blocks", $"rows of {shape.Columns} are no whole blocks of {Mxfp4.BlockValues}");
        int blocks = shape.Columns / Mxfp4.BlockValues;
        StoredTensor values = tensors.Find(name + "_blocks", TensorType.U8, shape.Count, shape.Rows, blocks, Mxfp4.BlockBytes);
        StoredTensor scales = tensors.Find(name + "_scales", TensorType.U8, shape.Count, shape.Rows, blocks);
        return new Mxfp4Plane(values, scales, shape.Index, (shape.Rows, shape.Columns));
    }

    private string StackedName(MatrixRole role, int layer) =>
        role == MatrixRole.ExpertDown ? _names.StackedDown(layer) : _names.StackedGateUp(layer);
}
