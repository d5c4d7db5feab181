namespace ElasticMoE.Contracts.Cluster;

/// <summary>
/// Where awake replicas and standbys are, of one revision's experts; the maps of the other live revisions are reached through it. Immutable;
/// processes swap one reference to it.
/// </summary>
public sealed class ExpertMap
{
    private readonly ExpertPlacement[][] _layers;
    private readonly ExpertPlacement[][] _updated;
    private ExpertMap[] _live;

    /// <param name="epoch">The map's version.</param>
    /// <param name="placements">One for each expert; experts of a layer are numbered from 0 without gaps. Layers without experts have none.</param>
    /// <param name="mayBeNowhere">Whether an expert may be on no node, as one whose last replica is lost is until another is loaded.</param>
    /// <exception cref="InputException">An expert twice or missing, an expert without a node, a node twice, a number out of range; it names the expert.</exception>
    public ExpertMap(Epoch epoch, IEnumerable<ExpertPlacement> placements, bool mayBeNowhere = false)
    {
        Epoch = epoch;
        var layers = new List<List<ExpertPlacement>>();
        bool[] isNamed = new bool[Limits.NodesMax];
        foreach (ExpertPlacement placement in placements)
        {
            Check(placement, mayBeNowhere);
            while (layers.Count <= placement.Expert.Layer)
                layers.Add([]);
            layers[placement.Expert.Layer].Add(placement);
            Note(placement.Awake, isNamed);
            Note(placement.Standbys, isNamed);
        }
        _layers = [.. layers.Select(Ordered)];
        Nodes = [.. Enumerable.Range(0, isNamed.Length).Where(node => isNamed[node]).Select(node => new NodeId(node))];
        _updated = [.. _layers.Select(layer => layer.Where(placement => placement.Version != 0).ToArray())];
        _live = [this];
    }

    /// <summary>The map's version.</summary>
    public Epoch Epoch { get; }

    /// <summary>The revision whose experts these are.</summary>
    public Revision Revision { get; internal init; }

    /// <summary>Experts that the revision lacks, ascending; they are in the map, on no node.</summary>
    public IReadOnlyList<ExpertId> Pruned { get; internal init; } = [];

    /// <summary>The maps of all live revisions, ascending, this one among them.</summary>
    public IReadOnlyList<ExpertMap> Live => _live;

    /// <summary>Every node that is named, ascending.</summary>
    public IReadOnlyList<NodeId> Nodes { get; }

    /// <summary>One more than the last layer with experts.</summary>
    public int Layers => _layers.Length;

    /// <summary>Every expert, by layer and index.</summary>
    public IEnumerable<ExpertPlacement> Placements => _layers.SelectMany(layer => layer);

    /// <summary>Experts of a layer; 0 for a layer without.</summary>
    public int ExpertsOf(int layer) => layer < _layers.Length ? _layers[layer].Length : 0;

    /// <summary>Experts of a layer with other weights than those that were loaded with the model, ascending.</summary>
    public ReadOnlySpan<ExpertPlacement> UpdatedOf(int layer) => layer < _updated.Length ? _updated[layer] : [];

    /// <summary>Where an expert of the map is.</summary>
    public ExpertPlacement this[ExpertId expert] => _layers[expert.Layer][expert.Index];

    /// <summary>The map of another revision, at the same epoch; null where it isn't live.</summary>
    public ExpertMap? Of(Revision revision)
    {
        if (revision == Revision)
            return this;
        foreach (ExpertMap map in _live)
        {
            if (map.Revision == revision)
                return map;
        }
        return null;
    }

    /// <summary>Lets maps of one epoch know of each other; before anybody else has them.</summary>
    internal static void Link(ExpertMap[] maps)
    {
        foreach (ExpertMap map in maps)
            map._live = maps;
    }

    private static ExpertPlacement[] Ordered(List<ExpertPlacement> layer)
    {
        ExpertPlacement[] ordered = [.. layer];
        if (!IsAscending(ordered, (one, next) => one.Expert.Index.CompareTo(next.Expert.Index)))
            Array.Sort(ordered, (one, next) => one.Expert.Index.CompareTo(next.Expert.Index));
        for (int index = 0; index < ordered.Length; index++)
        {
            if (ordered[index].Expert.Index != index)
                throw new InputException($"expert map, layer {ordered[index].Expert.Layer}", $"expert {Math.Min(index, ordered[index].Expert.Index)} is missing or there twice");
        }
        return ordered;
    }

    private static void Check(ExpertPlacement placement, bool mayBeNowhere)
    {
        ExpertId expert = placement.Expert;
        if ((uint)expert.Layer >= Limits.LayersMax || (uint)expert.Index >= Limits.ExpertsPerLayerMax)
            throw new InputException($"expert map, expert {expert}", "its layer or index is out of range");
        if (!mayBeNowhere && placement.Awake.Count + placement.Standbys.Count == 0)
            throw new InputException($"expert map, expert {expert}", "it is on no node");
        bool isOrdered = IsAscending(placement.Awake, Comparer<NodeId>.Default.Compare) && IsAscending(placement.Standbys, Comparer<NodeId>.Default.Compare);
        if (isOrdered ? HaveOneInCommon(placement.Awake, placement.Standbys) : placement.Awake.Concat(placement.Standbys).Distinct().Count() != placement.Awake.Count + placement.Standbys.Count)
            throw new InputException($"expert map, expert {expert}", "a node is named twice");
        if (!AreInRange(placement.Awake) || !AreInRange(placement.Standbys))
            throw new InputException($"expert map, expert {expert}", "a node's number is out of range");
        if (!isOrdered)
            throw new InputException($"expert map, expert {expert}", "its nodes are not in ascending order");
    }

    private static void Note(IReadOnlyList<NodeId> nodes, bool[] isNamed)
    {
        for (int i = 0; i < nodes.Count; i++)
            isNamed[nodes[i].Value] = true;
    }

    private static bool AreInRange(IReadOnlyList<NodeId> nodes)
    {
        for (int i = 0; i < nodes.Count; i++)
        {
            if ((uint)nodes[i].Value >= Limits.NodesMax)
                return false;
        }
        return true;
    }

    private static bool HaveOneInCommon(IReadOnlyList<NodeId> one, IReadOnlyList<NodeId> other)
    {
        for (int i = 0, j = 0; i < one.Count && j < other.Count;)
        {
            int order = one[i].CompareTo(other[j]);
            if (order == 0)
                return true;
            _ = order < 0 ? i++ : j++;
        }
        return false;
    }

    private static bool IsAscending<T>(IReadOnlyList<T> all, Comparison<T> compare)
    {
        for (int i = 1; i < all.Count; i++)
        {
            if (compare(all[i], all[i - 1]) <= 0)
                return false;
        }
        return true;
    }
}
