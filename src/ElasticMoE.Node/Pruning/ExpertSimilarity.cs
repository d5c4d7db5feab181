using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Model.Sources;

namespace ElasticMoE.Node.Pruning;

/// <summary>
/// How alike an expert is to others of its layer: the cosine of their weights, gate, up and down matrix as one vector. Experts that differ
/// in nothing but the order of their neurons don't look alike.
/// </summary>
internal static class ExpertSimilarity
{
    private static readonly MatrixRole[] s_roles = [MatrixRole.ExpertGate, MatrixRole.ExpertUp, MatrixRole.ExpertDown];

    /// <summary>The other expert that is most like one, and their cosine. One row of each is in memory at a time.</summary>
    /// <param name="source">The checkpoint.</param>
    /// <param name="expert">The one.</param>
    /// <param name="others">Indices of the others; the expert's own is passed over.</param>
    public static (ExpertId Expert, double Cosine) Nearest(ModelSource source, ExpertId expert, IReadOnlyList<int> others)
    {
        int[] compared = [expert.Index, .. others.Where(other => other != expert.Index)];
        double[] products = new double[compared.Length], squares = new double[compared.Length];
        foreach (MatrixRole role in s_roles)
            Add([.. compared.Select(index => source.Matrix(role, expert.Layer, index))], products, squares);
        int nearest = Enumerable.Range(1, compared.Length - 1).MaxBy(Cosine);
        return (expert with { Index = compared[nearest] }, Cosine(nearest));

        double Cosine(int other) => products[other] == 0 ? 0 : products[other] / Math.Sqrt(squares[0] * squares[other]);
    }

    /// <summary>Adds the products of the first matrix's rows with every one's, and of every one's with themselves.</summary>
    private static void Add(MatrixSource[] matrices, double[] products, double[] squares)
    {
        float[] own = new float[matrices[0].Inputs], row = new float[own.Length];
        for (int output = 0; output < matrices[0].Outputs; output++)
        {
            matrices[0].ReadRows(output, 1, own);
            for (int other = 0; other < matrices.Length; other++)
            {
                matrices[other].ReadRows(output, 1, row);
                for (int i = 0; i < row.Length; i++)
                {
                    products[other] += (double)own[i] * row[i];
                    squares[other] += (double)row[i] * row[i];
                }
            }
        }
    }
}
