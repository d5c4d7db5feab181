namespace ElasticMoE.Placement.Planning;

/// <summary>Which failure domain each node is in: the widest kind that has two values or more.</summary>
internal sealed class FailureDomains
{
    private readonly string[] _names;
    private readonly int[] _of;

    /// <param name="nodes">All nodes; draining ones don't count for the choice of the kind.</param>
    public FailureDomains(IReadOnlyList<PlannedNode> nodes)
    {
        Kind = nodes.Where(node => !node.IsDraining).Select(node => node.Zone).Distinct().Count() > 1 ? FailureDomainKind.Zone
            : nodes.Where(node => !node.IsDraining).Select(node => node.Host).Distinct().Count() > 1 ? FailureDomainKind.Host
            : FailureDomainKind.Node;
        string[] names = [.. nodes.Select(NameOf)];
        _names = [.. names.Distinct().Order(StringComparer.Ordinal)];
        var indices = Enumerable.Range(0, _names.Length).ToDictionary(domain => _names[domain], StringComparer.Ordinal);
        _of = [.. names.Select(name => indices[name])];
    }

    public FailureDomainKind Kind { get; }

    /// <summary>For people: "zone", "host", "node".</summary>
    public string KindName => Kind.ToString().ToLowerInvariant();

    public int Count => _names.Length;

    /// <summary>The domain of a node, by the node's index.</summary>
    public int Of(int node) => _of[node];

    /// <summary>For people: "zone a", "node 3".</summary>
    public string Name(int domain) => $"{KindName} {_names[domain]}";

    private string NameOf(PlannedNode node) => Kind switch
    {
        FailureDomainKind.Zone => node.Zone,
        FailureDomainKind.Host => node.Host,
        _ => node.Node.ToString(),
    };
}
