namespace ElasticMoE.Node.Reports;

/// <summary>What `emoe model bits` tells.</summary>
/// <param name="Vectors">The widest vectors the kernels ran on.</param>
/// <param name="InstructionSets">What the runtime reported of the processor.</param>
/// <param name="Hashes">SHA-256 of the results' bits by "MODEL/FORMAT".</param>
internal sealed record BitsReport(string Vectors, IReadOnlyList<string> InstructionSets, IReadOnlyDictionary<string, string> Hashes);
