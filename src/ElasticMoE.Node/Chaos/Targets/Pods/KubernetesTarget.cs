using System.Globalization;
using System.Text.Json;
using ElasticMoE.Contracts;
using ElasticMoE.Node.Administration;
using ElasticMoE.Node.Clusters;
using ElasticMoE.Node.Faults;

namespace ElasticMoE.Node.Chaos.Targets.Pods;

/// <summary>
/// A cluster of pods: the members of its stateful sets, by name and ordinal. A kill deletes a pod without grace, a restart with its own. What is done inside a
/// process (halts, cuts, slowness, a full disk, rows that kill) can't be done from here.
/// </summary>
internal sealed class KubernetesTarget : IChaosTarget
{
    private const string Prefix = "emoe-";

    private readonly KubernetesApi _api;
    private readonly ClusterOperator _admin;

    /// <exception cref="InputException">The API can't be reached, or there are no such pods.</exception>
    public KubernetesTarget(KubernetesApi api, ClusterOperator admin)
    {
        (_api, _admin) = (api, admin);
        Members = [.. Pods().Keys.OrderBy(member => member.Role).ThenBy(member => member.Number)];
        if (Members.Count == 0)
            throw new InputException("Kubernetes", "there are no pods of a cluster in this namespace", ExitCode.NotFound);
    }

    public IReadOnlyList<ClusterMember> Members { get; }

    /// <summary>A supervisor holds the lease under its host's name, which is its pod's.</summary>
    public ClusterMember Leader
    {
        get
        {
            string holder = _admin.Ask("status").GetProperty("leader").GetString()!.Split(' ')[0];
            return TryParse(holder) ?? throw new InputException(holder, "leads, and is none of the pods", ExitCode.Unhealthy);
        }
    }

    /// <summary>Pods have no spare ones.</summary>
    public string? Unready => null;

    /// <summary>They may be on any machine.</summary>
    public TimeSpan? GatewayTime => null;

    public string? StartOf(ClusterMember member)
    {
        if (!Pods().TryGetValue(member, out JsonElement pod) || pod.GetProperty("metadata").TryGetProperty("deletionTimestamp", out _))
            return null;
        JsonElement status = pod.GetProperty("status");
        if (status.GetProperty("phase").GetString() != "Running" || !status.TryGetProperty("containerStatuses", out JsonElement containers))
            return null;
        long restarts = 0;
        foreach (JsonElement container in containers.EnumerateArray())
        {
            if (!container.GetProperty("ready").GetBoolean())
                return null;
            restarts += container.GetProperty("restartCount").GetInt64();
        }
        return $"{pod.GetProperty("metadata").GetProperty("uid").GetString()} {restarts}";
    }

    public IRunningFault Begin(Fault fault)
    {
        if (fault.Kind == FaultKind.TakeBack)
            return new OwnFault(() => TakeBack(fault.Posts ?? []));
        if (fault.Kind is not (FaultKind.Kill or FaultKind.Restart) || fault is { Kind: FaultKind.Kill, ForMs: > 0 })
            throw new InputException($"{fault.Kind} of {fault.Member}", "can't be done on Kubernetes: pods can be killed and restarted, not changed inside or kept away", ExitCode.Conflict);
        _api.Delete($"{Prefix}{fault.Member}", fault.Kind == FaultKind.Kill ? 0 : null);
        return new OwnFault(() => { });
    }

    private void TakeBack(IReadOnlyList<CommandPost> posts)
    {
        foreach (CommandPost post in posts)
            _admin.Insist(post.Path, post.Fields);
    }

    private Dictionary<ClusterMember, JsonElement> Pods()
    {
        var pods = new Dictionary<ClusterMember, JsonElement>();
        foreach (JsonElement pod in _api.Pods().GetProperty("items").EnumerateArray())
        {
            if (TryParse(pod.GetProperty("metadata").GetProperty("name").GetString()!) is { } member)
                pods[member] = pod;
        }
        return pods;
    }

    /// <summary>emoe-node-1 is node 1.</summary>
    private static ClusterMember? TryParse(string pod)
    {
        int dash = pod.LastIndexOf('-');
        if (dash < 0 || !int.TryParse(pod.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int number))
            return null;
        return Enum.GetValues<ClusterRole>().Select(role => new ClusterMember(role, number)).Where(member => $"{Prefix}{member.FileName}" == pod).Cast<ClusterMember?>().FirstOrDefault();
    }
}
