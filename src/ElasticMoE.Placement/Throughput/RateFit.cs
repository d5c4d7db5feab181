using System.Numerics;

namespace ElasticMoE.Placement.Throughput;

/// <summary>
/// Fits rates to measurements: least squares of relative errors, without negative rates. There are so few rates that every subset of them is solved for
/// and the best one without a negative rate is taken, which is the optimum.
/// </summary>
public static class RateFit
{
    private const int Rates = 5;

    /// <summary>Below this share of its column's scale a pivot is no more than rounding.</summary>
    private const double PivotMin = 1e-12;

    /// <summary>The rates under which predictions come closest.</summary>
    /// <param name="shape">The model that was measured.</param>
    /// <param name="positions">Positions that each sequence saw.</param>
    /// <param name="measured">At least one; all of positive time.</param>
    public static CostRates Fit(MixtureShape shape, int positions, IReadOnlyList<MeasuredStep> measured)
    {
        double[][] rows = [.. measured.Select(step => Relative(StepWork.Of(shape, step.Rows, positions, step.Nodes), step.Seconds))];
        // Counts differ by many orders of magnitude; columns of one scale keep the equations well conditioned.
        double[] scales = [.. Enumerable.Range(0, Rates).Select(rate => rows.Max(row => row[rate]))];
        foreach (double[] row in rows)
        {
            for (int rate = 0; rate < Rates; rate++)
                row[rate] = scales[rate] > 0 ? row[rate] / scales[rate] : 0;
        }
        double[] best = new double[Rates];
        double least = rows.Length;
        for (int subset = 1; subset < 1 << Rates; subset++)
        {
            if (Solve(rows, subset) is { } solution && solution.All(rate => rate >= 0) && SquaredError(rows, solution) is var error && error < least)
                (best, least) = (solution, error);
        }
        double[] rates = [.. best.Zip(scales, (rate, scale) => scale > 0 ? rate / scale : 0)];
        return new(rates[0], rates[1], rates[2], rates[3], rates[4]);
    }

    private static double[] Relative(in StepWork work, double seconds) => [.. work.Counts.Select(count => count / seconds)];

    private static double SquaredError(double[][] rows, double[] solution) =>
        rows.Sum(row => Math.Pow(row.Zip(solution, (count, rate) => count * rate).Sum() - 1, 2));

    /// <summary>Least squares over the subset's rates; null where they can't be told apart.</summary>
    private static double[]? Solve(double[][] rows, int subset)
    {
        int[] chosen = [.. Enumerable.Range(0, Rates).Where(rate => (subset >> rate & 1) != 0)];
        int count = BitOperations.PopCount((uint)subset);
        double[,] equations = new double[count, count + 1];
        foreach (double[] row in rows)
        {
            for (int i = 0; i < count; i++)
            {
                for (int j = 0; j < count; j++)
                    equations[i, j] += row[chosen[i]] * row[chosen[j]];
                equations[i, count] += row[chosen[i]];
            }
        }
        if (!Eliminate(equations, count))
            return null;
        double[] solution = new double[Rates];
        for (int i = 0; i < count; i++)
            solution[chosen[i]] = equations[i, count] / equations[i, i];
        return solution;
    }

    /// <summary>Gauss and Jordan; the equations are symmetric and positive, so the diagonal serves as pivots.</summary>
    private static bool Eliminate(double[,] equations, int count)
    {
        double[] scales = [.. Enumerable.Range(0, count).Select(i => equations[i, i])];
        for (int pivot = 0; pivot < count; pivot++)
        {
            if (equations[pivot, pivot] <= PivotMin * scales[pivot])
                return false;
            for (int row = 0; row < count; row++)
            {
                double factor = row == pivot ? 0 : equations[row, pivot] / equations[pivot, pivot];
                for (int column = pivot; column <= count; column++)
                    equations[row, column] -= factor * equations[pivot, column];
            }
        }
        return true;
    }
}
