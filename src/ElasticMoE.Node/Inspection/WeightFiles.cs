using ElasticMoE.Model.Files;

namespace ElasticMoE.Node.Inspection;

/// <summary>The files that hold a model's weights.</summary>
/// <param name="Files">Each of them.</param>
/// <param name="BytesByType">Bytes by what their elements are held as, most first.</param>
/// <param name="UnusedTensors">Tensors that play no part in the model.</param>
internal sealed record WeightFiles(IReadOnlyList<SourceFile> Files, IReadOnlyDictionary<string, long> BytesByType, IReadOnlyList<string> UnusedTensors);
