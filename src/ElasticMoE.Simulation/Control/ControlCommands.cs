using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.Placement.Control.State;
using ElasticMoE.Simulation.Core;

namespace ElasticMoE.Simulation.Control;

/// <summary>Admin commands drawn from a seed; some make no sense.</summary>
internal sealed class ControlCommands(SeededRandom random)
{
    /// <summary>What an operator's ids begin with, which are random in a cluster: no lease number, with which the leader's own ids begin.</summary>
    private const ulong OperatorsIds = ulong.MaxValue;

    /// <summary>The id of an operator's command.</summary>
    /// <param name="number">Which; the first is 1.</param>
    public static EventId IdOf(int number) => new(OperatorsIds, (ulong)number);

    public AdminCommand Next(ControlState state)
    {
        ExpertId expert = Expert(state);
        return random.Below(20) switch
        {
            0 or 1 => new AdminCommand.Scale(expert, random.Below(4)),
            2 => new AdminCommand.Sleep([expert, Expert(state)]),
            3 or 4 => new AdminCommand.Wake([expert, Expert(state)]),
            5 => new AdminCommand.Pin(expert, Node(state), random.Below(2) == 0),
            6 => new AdminCommand.Unpin(expert, Pinned(state, expert)),
            7 or 8 => new AdminCommand.Move(expert, Holder(state, expert), Node(state)),
            9 or 10 => new AdminCommand.Update(expert, new(random.Bits(), 2, 3, 4), ControlModel.ExpertBytes, "file", 0),
            11 => new AdminCommand.Rollback(expert, 0),
            12 => new AdminCommand.Cordon(Node(state)),
            13 => new AdminCommand.Uncordon(Node(state)),
            14 => new AdminCommand.Drain(Node(state)),
            15 => new AdminCommand.PlacementUndo(),
            16 => new AdminCommand.TeamsSet($"team {random.Below(3)}", random.Below(2) == 0 ? [] : [expert]),
            17 => new AdminCommand.Release([.. state.Experts.Where(pair => pair.Value.IsHeld).Select(pair => pair.Key).Append(expert).Take(3)]),
            18 => new AdminCommand.SeasonSet(new("season", $"team {random.Below(3)}", random.Below(3), null, null, 0, 0, (short)random.Below(SeasonRule.DayMinutes))),
            _ when state.IsAutoscalePaused => new AdminCommand.AutoscaleResume(),
            _ => random.Below(3) == 0 ? new AdminCommand.AutoscalePause() : new AdminCommand.AutoscaleSet([new(random.Below(5) == 0 ? "knob" : "sleepAfterS", (3 + random.Below(6)))]),
        };
    }

    private ExpertId Expert(ControlState state) => random.Below(60) == 0 ? new(99, 0) : state.Experts.Keys.ElementAt(random.Below(state.Experts.Count));

    private NodeId Node(ControlState state) => random.Below(40) == 0 ? new(77) : state.Nodes.Keys.ElementAt(random.Below(state.Nodes.Count));

    private NodeId Holder(ControlState state, ExpertId expert)
    {
        NodeId[] all = [.. state.Wanted.Where(pair => pair.Key.Expert == expert).SelectMany(pair => pair.Value.All)];
        return all.Length == 0 ? Node(state) : all[random.Below(all.Length)];
    }

    private NodeId Pinned(ControlState state, ExpertId expert) =>
        state.Experts.TryGetValue(expert, out ExpertEntry? entry) && !entry.Pins.IsEmpty ? entry.Pins.Keys.First() : Node(state);
}
