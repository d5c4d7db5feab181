namespace ElasticMoE.Placement.Balancing;

/// <summary>Groups of experts on nodes, equally many on each.</summary>
internal sealed class GroupSpread
{
    private readonly SlotProblem _problem;
    private readonly double[] _groupLoads;
    private readonly int _size;

    public GroupSpread(SlotProblem problem)
    {
        _problem = problem;
        _size = problem.Load.Count / problem.Groups;
        _groupLoads = [.. problem.Load.Chunk(_size).Select(group => group.Sum())];
    }

    private int GroupsPerNode => _problem.Groups / _problem.Nodes;

    /// <summary>The published balancer's: the largest group first, to the node with the least load. By node, its groups in order of placing.</summary>
    public int[][] Greedy() => GreedyPacking.Spread(_groupLoads, _problem.Nodes);

    /// <summary>Load of groups together.</summary>
    public double LoadOf(IEnumerable<int> groups) => groups.Sum(group => _groupLoads[group]);

    /// <summary>The experts of groups, in order.</summary>
    public int[] ExpertsOf(IEnumerable<int> groups) => [.. groups.SelectMany(group => Enumerable.Range(group * _size, _size))];

    /// <summary>Spreads that are one exchange of two groups away.</summary>
    public static IEnumerable<int[][]> Neighbours(int[][] spread)
    {
        for (int node = 0; node < spread.Length; node++)
        {
            for (int other = node + 1; other < spread.Length; other++)
            {
                for (int i = 0; i < spread[node].Length; i++)
                {
                    for (int j = 0; j < spread[other].Length; j++)
                    {
                        int[][] next = [.. spread.Select(groups => groups.ToArray())];
                        (next[node][i], next[other][j]) = (next[other][j], next[node][i]);
                        yield return next;
                    }
                }
            }
        }
    }

    /// <summary>What the next node can hold: the first group that is left, with each choice of the others.</summary>
    public IEnumerable<int[]> NextNodes(int[] left) => Choose(left[1..], GroupsPerNode - 1).Select(chosen => (int[])[left[0], .. chosen]);

    private static IEnumerable<int[]> Choose(int[] from, int count)
    {
        if (count == 0)
            return [[]];
        return Enumerable.Range(0, from.Length - count + 1).SelectMany(i => Choose(from[(i + 1)..], count - 1).Select(rest => (int[])[from[i], .. rest]));
    }
}
