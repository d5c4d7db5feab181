using ElasticMoE.Contracts.Cluster;

namespace ElasticMoE.Placement.Planning;

/// <summary>A plan in the making: units on nodes, what memory is free, what load lies where. All changes go through it, so that both stay right.</summary>
internal sealed class PlanState
{
    private readonly Dictionary<(ExpertId, int), MoveCause> _causes = [];
    private readonly double[][] _loads;
    private readonly long[] _free;

    public PlanState(PlacementProblem problem)
    {
        Problem = problem;
        Nodes = [.. problem.Nodes.OrderBy(node => node.Node)];
        Domains = new FailureDomains(Nodes);
        Layers = [.. problem.Experts.Select(expert => expert.Expert.Layer).Distinct().Order()];
        Units = UnitMaking.Run(problem, Layers);
        OpenNodes = [.. Enumerable.Range(0, Nodes.Length).Where(IsOpen)];
        StayingNodes = Nodes.Count(node => !node.IsDraining);
        _free = [.. Nodes.Select(node => node.BudgetBytes)];
        _loads = [.. Layers.Select(_ => new double[Nodes.Length])];
    }

    public PlacementProblem Problem { get; }

    /// <summary>By number.</summary>
    public PlannedNode[] Nodes { get; }

    public FailureDomains Domains { get; }

    /// <summary>Numbers of the layers with experts.</summary>
    public int[] Layers { get; }

    public List<PlanUnit> Units { get; }

    public List<PlanDecision> Decisions { get; } = [];

    /// <summary>Why redundancy is less than wanted.</summary>
    public List<string> Reasons { get; } = [];

    /// <summary>Layers whose awake replicas moved after they had been balanced.</summary>
    public HashSet<int> Unsettled { get; } = [];

    /// <summary>Nodes that keep what they have, or take more.</summary>
    public int StayingNodes { get; }

    /// <summary>Nodes that take something new.</summary>
    public int[] OpenNodes { get; }

    /// <summary>Whether a node takes anything new.</summary>
    public bool IsOpen(int node) => !Nodes[node].IsCordoned && !Nodes[node].IsDraining;

    public long FreeOn(int node) => _free[node];

    /// <summary>Load of each node in a layer. Only to be read.</summary>
    public double[] LoadsOf(int layer) => _loads[layer];

    /// <summary>Load of a layer over the nodes that stay.</summary>
    public double MeanOf(int layer) => _loads[layer].Sum() / Math.Max(1, StayingNodes);

    public MoveCause? CauseOf(ExpertId expert, int node) => _causes.TryGetValue((expert, node), out MoveCause cause) ? cause : null;

    /// <summary>Puts a unit on a node, or changes its role there.</summary>
    public void Put(PlanUnit unit, int node, ReplicaRole role, MoveCause? cause)
    {
        if (!unit.IsOn(node))
            _free[node] -= unit.Bytes;
        Change(unit, node, role, cause);
    }

    /// <summary>Takes a unit off a node.</summary>
    public void Take(PlanUnit unit, int node, MoveCause cause)
    {
        _free[node] += unit.Bytes;
        Change(unit, node, null, cause);
    }

    public void Explain(PlanUnit unit, string text) => Decisions.Add(new(unit.IsGroup ? null : unit.Experts[0].Expert, $"{unit}: {text}"));

    /// <summary>Lets a group's experts go each its own way.</summary>
    public IReadOnlyList<PlanUnit> Split(PlanUnit group)
    {
        foreach (int node in group.AwakeOn.Concat(group.StandbyOn).ToArray())
            Take(group, node, MoveCause.Room);
        PlanUnit[] parts = [.. group.Experts.Select(expert => new PlanUnit(group.Layer, [expert])
        {
            Awake = expert.AwakeMax == 0 && group.Pins.Length == 0 ? 0 : Math.Min(group.Awake, Math.Max(1, expert.AwakeMax)),
            Pins = UnitMaking.PinsOf([expert], Nodes),
            HasLost = group.HasLost,
            AwakeBefore = group.AwakeBefore,
        })];
        Units.Remove(group);
        Units.AddRange(parts);
        Reasons.Add($"{group} is split: no node has room for its {group.Bytes} bytes together");
        Explain(group, $"split, since no node has room for its {group.Bytes} bytes together");
        return parts;
    }

    private void Change(PlanUnit unit, int node, ReplicaRole? role, MoveCause? cause)
    {
        Weigh(unit, -1);
        unit.AwakeOn.Remove(node);
        unit.StandbyOn.Remove(node);
        if (role is { } given)
            (given == ReplicaRole.Awake ? unit.AwakeOn : unit.StandbyOn).Add(node);
        Weigh(unit, 1);
        foreach (PlannedExpert expert in unit.Experts)
        {
            if (cause is { } why)
                _causes[(expert.Expert, node)] = why;
        }
    }

    private void Weigh(PlanUnit unit, int sign)
    {
        double share = unit.Load / Math.Max(1, unit.AwakeOn.Count);
        foreach (int node in unit.AwakeOn)
            _loads[unit.Layer][node] += sign * share;
    }
}
