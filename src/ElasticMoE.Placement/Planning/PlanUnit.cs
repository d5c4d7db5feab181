namespace ElasticMoE.Placement.Planning;

/// <summary>Experts that go together: one, or a group's. Nodes are indices into the plan's nodes.</summary>
internal sealed class PlanUnit(int layer, PlannedExpert[] experts)
{
    /// <summary>Index of the layer among those with experts.</summary>
    public int Layer { get; } = layer;

    public PlannedExpert[] Experts { get; } = experts;

    /// <summary>Load of the experts that may be awake.</summary>
    public double Load { get; } = experts.Where(expert => expert.AwakeMax > 0 || expert.Pins.Count > 0).Sum(expert => expert.Load);

    public long Bytes { get; } = experts.Sum(expert => expert.Bytes);

    public bool IsGroup => Experts.Length > 1;

    /// <summary>Nodes it is pinned to, of those that are there and don't drain.</summary>
    public int[] Pins { get; set; } = [];

    /// <summary>Awake replicas wanted.</summary>
    public int Awake { get; set; }

    /// <summary>Awake replicas it has at least, whatever the load.</summary>
    public int AwakeMin { get; } = experts.Max(expert => expert.AwakeMin);

    public int AwakeMax { get; } = experts.Max(expert => expert.AwakeMax);

    /// <summary>Standbys wanted; one that isn't awake has at least one.</summary>
    public int Standbys => Awake == 0 ? Math.Max(1, _standbys) : _standbys;

    /// <summary>Whether the current map has none of it on nodes that stay.</summary>
    public bool IsFresh { get; set; } = true;

    /// <summary>Whether the current map has it on nodes that are gone or drain.</summary>
    public bool HasLost { get; set; }

    /// <summary>Awake replicas in the current map; of a group, those of the expert with the most.</summary>
    public int AwakeBefore { get; set; }

    public List<int> AwakeOn { get; } = [];

    public List<int> StandbyOn { get; } = [];

    private readonly int _standbys = experts.Max(expert => expert.Standbys);

    /// <summary>Load of one awake replica, of as many as there are or are wanted.</summary>
    public double Share => Load / Math.Max(1, Math.Max(Awake, AwakeOn.Count));

    public bool IsOn(int node) => AwakeOn.Contains(node) || StandbyOn.Contains(node);

    public bool IsPinned(int node) => Array.IndexOf(Pins, node) >= 0;

    /// <summary>For explanations: "expert 3/7", "group 2 of layer 3".</summary>
    public override string ToString() => IsGroup ? $"group {Experts[0].Group} of layer {Experts[0].Expert.Layer}" : $"expert {Experts[0].Expert}";
}
