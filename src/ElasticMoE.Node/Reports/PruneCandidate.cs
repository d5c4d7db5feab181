namespace ElasticMoE.Node.Reports;

/// <summary>An expert that a model may do without.</summary>
/// <param name="Expert">Which.</param>
/// <param name="Similar">The expert of its layer, of those that stay, whose weights are most like its own.</param>
/// <param name="Cosine">Cosine similarity of the two: gate, up and down matrix as one vector.</param>
/// <param name="FiringShare">The part of its layer's choices that went to it.</param>
/// <param name="Exact">Cases answered exactly without it.</param>
/// <param name="ExactDifference">Less those answered exactly by the model as it is.</param>
/// <param name="DomainDifferences">The same by domain, where it isn't 0.</param>
internal sealed record PruneCandidate(
    string Expert, string Similar, double Cosine, double FiringShare, int Exact, int ExactDifference, IReadOnlyDictionary<string, int> DomainDifferences);
