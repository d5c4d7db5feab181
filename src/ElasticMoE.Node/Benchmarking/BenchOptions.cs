using ElasticMoE.Kernels;

namespace ElasticMoE.Node.Benchmarking;

/// <summary>What `emoe bench` is asked to measure.</summary>
/// <param name="Directory">The checkpoint's folder.</param>
/// <param name="Formats">The formats, each a run of its own; null is the checkpoint's own.</param>
/// <param name="Rounds">Rounds that count; a first one is thrown away.</param>
/// <param name="Batch">Sequences decoded together.</param>
internal sealed record BenchOptions(string Directory, IReadOnlyList<WeightFormat?> Formats, int Rounds, int Batch);
