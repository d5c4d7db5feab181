using System.Text.Json.Nodes;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;

namespace ElasticMoE.Node.Kubernetes;

/// <summary>What a policy wants of its experts.</summary>
/// <param name="Experts">Whom it is about.</param>
/// <param name="Bounds">Within what the autoscaler decides about them.</param>
/// <param name="Pins">Nodes on which each of them has a replica.</param>
internal sealed record PolicyGoal(IReadOnlyList<ExpertId> Experts, ScaleBounds Bounds, IReadOnlyList<PolicyPin> Pins)
{
    /// <summary>Of nobody.</summary>
    public static PolicyGoal None { get; } = new([], new(0, 1, 0), []);

    /// <summary>The commands that lead there.</summary>
    /// <param name="before">What the policy has set before; null where nothing.</param>
    /// <param name="others">Experts that another policy cares for, which are left alone.</param>
    public IEnumerable<AdminCommand> Commands(PolicyGoal? before, IReadOnlySet<ExpertId> others)
    {
        if (before is not null)
        {
            foreach (AdminCommand withdrawal in before.Withdrawals(this, others))
                yield return withdrawal;
        }
        yield return new AdminCommand.Bound(Experts, Bounds);
        foreach (PolicyPin pin in Pins)
        {
            foreach (ExpertId expert in Experts)
                yield return new AdminCommand.Pin(expert, pin.Node, pin.Awake);
        }
    }

    /// <summary>The commands that take back what it has set.</summary>
    /// <param name="next">What is wanted in its place; null for nothing.</param>
    /// <param name="others">Experts that another policy cares for, which are left alone.</param>
    public IEnumerable<AdminCommand> Withdrawals(PolicyGoal? next, IReadOnlySet<ExpertId> others)
    {
        ExpertId[] left = [.. Experts.Where(expert => !others.Contains(expert))], gone = [.. left.Except(next?.Experts ?? [])];
        if (gone.Length > 0)
            yield return new AdminCommand.Bound(gone, null);
        foreach (ExpertId expert in left)
        {
            IEnumerable<NodeId> kept = gone.Contains(expert) ? [] : next!.Pins.Select(pin => pin.Node);
            foreach (NodeId node in Pins.Select(pin => pin.Node).Except(kept))
                yield return new AdminCommand.Unpin(expert, node);
        }
    }

    /// <summary>Both together: what may have been set when a change is cut short.</summary>
    public PolicyGoal With(PolicyGoal? other) => other is null ? this : this with { Experts = [.. Experts.Union(other.Experts).Order()], Pins = [.. Pins.UnionBy(other.Pins, pin => pin.Node).OrderBy(pin => pin.Node)] };

    /// <summary>As a policy's status has it.</summary>
    public JsonObject ToJson() => new()
    {
        ["experts"] = new JsonArray([.. Experts.Select(expert => JsonValue.Create($"{expert}"))]),
        ["minReplicas"] = Bounds.Min,
        ["maxReplicas"] = Bounds.Max,
        ["sleepAfterSeconds"] = Bounds.SleepAfterMs / 1000,
        ["pins"] = new JsonArray([.. Pins.Select(pin => new JsonObject { ["node"] = pin.Node.Value, ["awake"] = pin.Awake })]),
    };
}
