using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.Placement.Autoscaling;
using ElasticMoE.Placement.Control.Decisions;
using ElasticMoE.Placement.Control.Settings;
using ElasticMoE.Placement.Control.State;
using ElasticMoE.Placement.Planning;

namespace ElasticMoE.Placement.Control.Supervision;

/// <summary>The wanted state as a problem for the planner, and its plan as a draft. The planner knows experts, not versions: it plans the current ones, in what memory the others leave.</summary>
internal static class PlannerBridge
{
    public static PlacementProblem ToProblem(ControlState state, DecisionContext context)
    {
        MindSettings settings = KnobTable.Read(state.Knobs);
        SortedDictionary<NodeId, long> others = BytesOfOthers(state);
        return new()
        {
            Experts = [.. Planned(state).Select(expert => ToPlanned(state, expert, (context, settings.Autoscaler)))],
            Nodes = [.. state.Nodes.Where(pair => !context.Lost.Contains(pair.Key)).Select(pair => ToPlanned(pair.Value, others.GetValueOrDefault(pair.Key)))],
            Settings = settings.Planner,
            Current = state.Wanted.IsEmpty ? null : new ExpertMap(default, state.Experts.Keys.Select(expert => ToPlacement(expert, state.WantedOf(state.CurrentOf(expert)))), mayBeNowhere: true),
        };
    }

    /// <summary>Writes a plan into a draft, then gives back what pins and standbys the plan has no word for.</summary>
    /// <returns>Whether the draft holds: no node is over its budget, and what is pinned is where it is pinned.</returns>
    public static bool Apply(PlacementPlan plan, ControlState state, PlacementDraft draft)
    {
        foreach (ExpertPlacement placement in plan.Placements)
            draft.Set(new(state.CurrentOf(placement.Expert), placement.Awake, placement.Standbys));
        foreach (ExpertPlacement placement in plan.Placements)
        {
            foreach (NodeId node in state.Experts[placement.Expert].Pins.Keys.Where(node => state.Nodes.ContainsKey(node) && !placement.Awake.Concat(placement.Standbys).Contains(node)))
                draft.MakeRoom(state.CurrentOf(placement.Expert), node);
            if (!state.Experts[placement.Expert].Pins.IsEmpty)
                draft.Settle(state.CurrentOf(placement.Expert), placement.Awake.Count);
        }
        foreach (ExpertPlacement placement in plan.Placements)
            draft.Settle(state.CurrentOf(placement.Expert), placement.Awake.Count);
        return state.Nodes.Keys.All(node => draft.Free(node) >= 0) && plan.Placements.All(placement => KeepsPins(draft[state.CurrentOf(placement.Expert)], state));
    }

    private static bool KeepsPins(WantedReplicas wanted, ControlState state) => state.Experts[wanted.Replica.Expert].Pins.All(pin =>
        !state.Nodes.ContainsKey(pin.Key) || (pin.Value ? wanted.Awake.Contains(pin.Key) : wanted.All.Contains(pin.Key)));

    /// <summary>Pruned experts are in no new sequence; theirs keep the places they have.</summary>
    private static IEnumerable<ExpertId> Planned(ControlState state) => state.Experts.Keys.Where(expert => !state.Current!.Versions.IsPruned(expert));

    private static PlannedExpert ToPlanned(ControlState state, ExpertId expert, (DecisionContext Context, AutoscalerSettings Settings) given)
    {
        ExpertEntry entry = state.Experts[expert];
        // What a takeover woke is needed now, whatever number is wanted; it sleeps again when nothing speaks for it.
        int awake = Math.Max(entry.Replicas, state.WantedOf(state.CurrentOf(expert)).Awake.Count(node => state.Nodes.TryGetValue(node, out NodeEntry? known) && !known.IsDraining));
        LayerShape layer = state.Model!.Layers[expert.Layer];
        return new(expert, LoadOf(expert, given.Context), state.BytesOf(state.CurrentOf(expert)))
        {
            Group = layer.Groups > 1 ? expert.Index / Math.Max(1, layer.Experts / layer.Groups) : null,
            AwakeMin = awake,
            AwakeMax = awake,
            Standbys = awake == 0 ? given.Settings.StandbysAsleep : given.Settings.StandbysAwake,
            Pins = [.. entry.Pins.Where(pin => pin.Value && state.Nodes.ContainsKey(pin.Key)).Select(pin => pin.Key)],
        };
    }

    /// <summary>Where nobody has asked anything yet, all experts count alike: otherwise the first plan would heap them on one node.</summary>
    private static double LoadOf(ExpertId expert, DecisionContext context) =>
        context.Load.Values.Any(load => load > 0) ? context.Load.GetValueOrDefault(expert) : 1;

    private static PlannedNode ToPlanned(NodeEntry node, long others)
    {
        NodeDescription described = node.Description;
        return new(described.Node, Math.Max(0, described.BudgetBytes - others), described.Zone, described.Host) { IsCordoned = node.IsCordoned, IsDraining = node.IsDraining };
    }

    /// <summary>What versions that the planner doesn't plan take on each node.</summary>
    private static SortedDictionary<NodeId, long> BytesOfOthers(ControlState state)
    {
        var bytes = new SortedDictionary<NodeId, long>();
        foreach (WantedReplicas wanted in state.Wanted.Values.Where(wanted => wanted.Replica != state.CurrentOf(wanted.Replica.Expert) || state.Current!.Versions.IsPruned(wanted.Replica.Expert)))
        {
            foreach (NodeId node in wanted.All)
                bytes[node] = bytes.GetValueOrDefault(node) + state.BytesOf(wanted.Replica);
        }
        return bytes;
    }

    private static ExpertPlacement ToPlacement(ExpertId expert, WantedReplicas wanted) => new(expert, wanted.Awake, wanted.Standbys);
}
