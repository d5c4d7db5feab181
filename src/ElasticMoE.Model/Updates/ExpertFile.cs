using System.Runtime.InteropServices;
using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Kernels;
using ElasticMoE.Model.Files;
using ElasticMoE.Model.Sources;

namespace ElasticMoE.Model.Updates;

/// <summary>Writes one expert of a checkpoint to a file of its own, to be trained further, or to take another's place.</summary>
public static class ExpertFile
{
    private const string Weight = ".weight", Bias = ".bias";

    /// <summary>Writes the expert's tensors, by the ends of their names, as BF16 where that holds their values, else as F32.</summary>
    /// <param name="source">The checkpoint.</param>
    /// <param name="expert">The expert.</param>
    /// <param name="path">The file; it appears when it is whole.</param>
    /// <exception cref="InputException">The model has no such expert (exit code: not found), or the file can't be written.</exception>
    public static void Write(ModelSource source, ExpertId expert, string path)
    {
        if ((uint)expert.Layer >= (uint)source.Config.Layers.Count || !source.Config.Layers[expert.Layer].IsMixture || (uint)expert.Index >= (uint)source.Config.Mixture.Experts)
            throw new InputException($"expert {expert}", "the model has no such expert", ExitCode.NotFound);
        (string gate, string up, string down) = source.Names.Expert;
        (string Name, MatrixRole Role, VectorRole BiasRole)[] parts =
        [
            (gate, MatrixRole.ExpertGate, VectorRole.ExpertGateBias), (up, MatrixRole.ExpertUp, VectorRole.ExpertUpBias), (down, MatrixRole.ExpertDown, VectorRole.ExpertDownBias),
        ];
        (TensorSpec Spec, float[] Values)[] tensors =
        [
            .. parts.Select(part => Matrix(part.Name, source.Matrix(part.Role, expert.Layer, expert.Index))),
            .. parts.Select(part => (part.Name, Source: source.Vector(part.BiasRole, expert.Layer, expert.Index))).Where(part => part.Source is not null).Select(part => Vector(part.Name, part.Source!)),
        ];
        using SafetensorsWriter writer = SafetensorsWriter.Create(path, [.. tensors.Select(tensor => tensor.Spec)]);
        foreach ((TensorSpec spec, float[] values) in tensors)
            writer.Write(spec.Type == TensorType.BF16 ? Halved(values) : MemoryMarshal.AsBytes<float>(values));
        writer.Complete();
    }

    private static (TensorSpec, float[]) Matrix(string name, MatrixSource source)
    {
        float[] values = new float[source.Outputs * source.Inputs];
        source.ReadRows(0, source.Outputs, values);
        return (new(name + Weight, source.ExactFormat == WeightFormat.Bf16 ? TensorType.BF16 : TensorType.F32, [source.Outputs, source.Inputs]), values);
    }

    private static (TensorSpec, float[]) Vector(string name, VectorSource source) => (new(name + Bias, TensorType.F32, [source.Length]), source.Read());

    /// <summary>The upper halves, which hold the values exactly.</summary>
    private static byte[] Halved(float[] values)
    {
        byte[] halves = new byte[values.Length * sizeof(ushort)];
        Span<ushort> to = MemoryMarshal.Cast<byte, ushort>(halves.AsSpan());
        for (int i = 0; i < values.Length; i++)
            to[i] = (ushort)(BitConverter.SingleToUInt32Bits(values[i]) >> 16);
        return halves;
    }
}
