using System.Text.Json.Serialization;

namespace ElasticMoE.Node.Clusters;

/// <summary>What a cluster's processes have to know, as it lies in its folder. Where the file leaves out a list, the reader sets it to null, which stands for none.</summary>
internal sealed record ClusterFile
{
    /// <summary>Seconds that answers under way have where nothing else is said.</summary>
    public const double GraceDefault = 30;

    /// <summary>The checkpoint's folder, absolute.</summary>
    public required string Model { get; init; }

    /// <summary>The format of its large matrices, as the command line names it; null for the checkpoint's own.</summary>
    public string? Format { get; init; }

    /// <summary>How rows travel, as the command line names it; null for f32.</summary>
    public string? Wire { get; init; }

    /// <summary>TLS of its links; null for none.</summary>
    public TlsFiles? Tls { get; init; }

    /// <summary>Where each node listens, by its number.</summary>
    public required IReadOnlyList<string> Nodes { get; init; }

    /// <summary>Where each router listens for gateways, by its number.</summary>
    public IReadOnlyList<string> Routers { get; init => field = value ?? []; } = [];

    /// <summary>Where routers listen for supervisors that are no members, such as commands.</summary>
    public IReadOnlyList<string> OtherRouters { get; init => field = value ?? []; } = [];

    /// <summary>The port on which each gateway serves HTTP, by its number.</summary>
    public IReadOnlyList<int> Gateways { get; init => field = value ?? []; } = [];

    /// <summary>How they serve; null for the defaults.</summary>
    public HttpSettings? Http { get; init; }

    /// <summary>Whether routers keep what prompts begin with; null for what the environment says.</summary>
    public bool? PrefixCache { get; init; }

    /// <summary>The port on which each supervisor serves the admin interface, by its number. Without any the map stays as it is.</summary>
    public IReadOnlyList<int> Supervisors { get; init => field = value ?? []; } = [];

    /// <summary>Whether whoever owns the folder may cause faults in its processes, for `emoe chaos`.</summary>
    public bool AllowsChaos { get; init; }

    /// <summary>Seconds that answers under way have when the cluster is asked to end; null for <see cref="GraceDefault"/>.</summary>
    public double? GraceSeconds { get; init; }

    /// <summary>How long answers under way have when the cluster is asked to end.</summary>
    [JsonIgnore]
    public TimeSpan Grace => TimeSpan.FromSeconds(GraceSeconds ?? GraceDefault);

    /// <summary>The process of this machine that watches over the others; null where none does, as where a platform runs them.</summary>
    public ProcessRecord? Parent { get; init; }

    /// <summary>All processes but the parent.</summary>
    [JsonIgnore]
    public IEnumerable<ClusterMember> Members =>
    [
        .. Of(ClusterRole.Expert, Nodes.Count), .. Of(ClusterRole.Router, Routers.Count), .. Of(ClusterRole.Gateway, Gateways.Count),
        .. Of(ClusterRole.Supervisor, Supervisors.Count),
    ];

    /// <summary>How many members have a role.</summary>
    public int CountOf(ClusterRole role) => Members.Count(member => member.Role == role);

    /// <summary>Where a member listens.</summary>
    public string AddressOf(ClusterMember member) => member.Role switch
    {
        ClusterRole.Expert => Nodes[member.Number],
        ClusterRole.Router => Routers[member.Number],
        ClusterRole.Gateway => (Http ?? new()).UrlOf(Gateways[member.Number]),
        ClusterRole.Supervisor => $"http://127.0.0.1:{Supervisors[member.Number]}",
        _ => "",
    };

    private static IEnumerable<ClusterMember> Of(ClusterRole role, int count) => Enumerable.Range(0, count).Select(number => new ClusterMember(role, number));
}
