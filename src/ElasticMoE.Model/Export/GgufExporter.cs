using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using ElasticMoE.Contracts;
using ElasticMoE.Kernels.Numbers;
using ElasticMoE.Kernels.Quantization;
using ElasticMoE.Model.Configuration;
using ElasticMoE.Model.Documents;
using ElasticMoE.Model.Gguf;
using ElasticMoE.Model.Packing;
using ElasticMoE.Model.Sources;

namespace ElasticMoE.Model.Export;

/// <summary>Writes a checkpoint as a GGUF file.</summary>
public static class GgufExporter
{
    private const int ChunkValues = 1 << 20;

    /// <summary>Writes the file; it appears under its name only when it is whole.</summary>
    /// <param name="directory">The checkpoint's folder.</param>
    /// <param name="path">The file; an older one is replaced.</param>
    /// <param name="options">How.</param>
    /// <param name="remark">Told in words what llama.cpp will do otherwise than this program.</param>
    /// <exception cref="InputException">The checkpoint can't be read or has what GGUF has no name for, or the file can't be written.</exception>
    public static void Write(string directory, string path, ExportOptions options, Action<string> remark)
    {
        using ModelSource source = ModelSource.Open(directory);
        ModelDocuments documents = ModelDocuments.Of(directory);
        var pairs = new GgufPairs(ExportMetadata.ArchitectureOf(source.Config.ModelType));
        pairs.Text("general.architecture", ExportMetadata.ArchitectureOf(source.Config.ModelType));
        pairs.Text("general.name", Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory))));
        pairs.Number("general.file_type", ExportTypes.FileType(options.Type));
        pairs.Number("general.quantization_version", 2);
        new ExportMetadata(pairs, source.Config, remark).Write();
        ExportRope.Write(pairs, source.Config, RopeOf(documents, source.Config), remark);
        ExportTokenizer.Write(pairs, documents, (source.Config, source.Generation), options.PreTokenizer, remark);
        IReadOnlyList<ExportTensor> tensors = ExportPlan.Of(source, options.Type);
        using var writer = GgufWriter.Create(path, pairs, [.. tensors.Select(tensor => tensor.Spec)]);
        WriteTensors(writer, tensors, options.Progress);
        writer.Complete();
    }

    private static RopeParameters RopeOf(ModelDocuments documents, ModelConfig config)
    {
        using JsonDocument document = JsonDocuments.ParseObject(documents.Read(ModelDocuments.Config), documents.PathOf(ModelDocuments.Config));
        return RopeReader.Read(new ConfigFields(document.RootElement, FamilyTable.Find(config.ModelType)!.Defaults, []), config.MaxPositions);
    }

    private static void WriteTensors(GgufWriter writer, IReadOnlyList<ExportTensor> tensors, IProgress<LoadProgress>? progress)
    {
        long done = 0, total = tensors.Sum(tensor => tensor.Spec.Bytes);
        foreach (ExportTensor tensor in tensors)
        {
            long matrices = tensor.Spec.Rows / tensor.MatrixRows;
            for (int matrix = 0; matrix < matrices; matrix++)
                WriteMatrix(writer, tensor, matrix);
            writer.EndTensor();
            progress?.Report(new("writing", done += tensor.Spec.Bytes, total));
        }
    }

    private static void WriteMatrix(GgufWriter writer, ExportTensor tensor, int matrix)
    {
        int width = (int)tensor.Spec.Shape[^1];
        int rowBytes = (int)GgufTypes.BytesOf(tensor.Spec.Type, width);
        int rowsAtOnce = Math.Max(1, ChunkValues / width);
        float[] values = ArrayPool<float>.Shared.Rent(rowsAtOnce * width);
        byte[] bytes = ArrayPool<byte>.Shared.Rent(rowsAtOnce * rowBytes);
        for (int first = 0; first < tensor.MatrixRows; first += rowsAtOnce)
        {
            int rows = Math.Min(rowsAtOnce, tensor.MatrixRows - first);
            tensor.ReadRows(matrix, first, rows, values.AsSpan(0, rows * width));
            Encode(tensor.Spec.Type, values.AsSpan(0, rows * width), bytes.AsSpan(0, rows * rowBytes));
            writer.Write(bytes.AsSpan(0, rows * rowBytes));
        }
        ArrayPool<float>.Shared.Return(values);
        ArrayPool<byte>.Shared.Return(bytes);
    }

    private static void Encode(GgufType type, ReadOnlySpan<float> values, Span<byte> bytes)
    {
        if (GgufTypes.BlocksOf(type) is { } blocks)
        {
            BlockEncoder.Encode(blocks, values, bytes);
            return;
        }
        if (type == GgufType.F32)
        {
            MemoryMarshal.AsBytes(values).CopyTo(bytes);
            return;
        }
        Span<ushort> narrow = MemoryMarshal.Cast<byte, ushort>(bytes);
        for (int i = 0; i < values.Length; i++)
            narrow[i] = BFloat16.FromSingle(values[i]);
    }
}
