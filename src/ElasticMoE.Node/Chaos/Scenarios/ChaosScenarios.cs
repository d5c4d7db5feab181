using ElasticMoE.Contracts;

namespace ElasticMoE.Node.Chaos.Scenarios;

/// <summary>The scenarios that have a name.</summary>
internal static class ChaosScenarios
{
    private const int HaltMs = 2_000;

    /// <summary>A gateway that is dialling a router in vain tries again within a second.</summary>
    private const int RedialMs = 2_000;

    /// <summary>A killed process closes its sockets, which is heard at once.</summary>
    private const double KillStallMs = 300;

    /// <summary>Of one that hangs only the silence is heard, after 400 ms.</summary>
    private const double SilenceStallMs = 1_000;

    public static IReadOnlyList<ChaosScenario> All { get; } =
    [
        new() { Name = "kill-node", Summary = "kills a node, another one each round", Steps = [new() { Do = ChaosDeed.Kill, On = "node" }], Hypothesis = new() { StallMsP99Max = KillStallMs } },
        new() { Name = "hang-node", Summary = "halts a node for two seconds", Steps = [new() { Do = ChaosDeed.Halt, On = "node", ForMs = HaltMs }], Hypothesis = new() { StallMsP99Max = SilenceStallMs } },
        new() { Name = "slow-node", Summary = "lets every frame of a node be 50 ms late, for three seconds", Steps = [new() { Do = ChaosDeed.Slow, On = "node", DelayMs = 50, ForMs = 3_000 }] },
        new() { Name = "cut-node", Summary = "cuts a node off for two seconds: packets vanish in both directions", Steps = [new() { Do = ChaosDeed.Cut, On = "node", ForMs = HaltMs }], Hypothesis = new() { StallMsP99Max = SilenceStallMs } },
        new()
        {
            Name = "flap",
            Summary = "cuts a node off for 600 ms, three times within three seconds",
            Steps = [new() { Do = ChaosDeed.Cut, On = "node", ForMs = 600 }, new() { Do = ChaosDeed.Cut, On = "node", ForMs = 600, AfterMs = 1_000 }, new() { Do = ChaosDeed.Cut, On = "node", ForMs = 600, AfterMs = 1_000 }],
        },
        new() { Name = "kill-leader", Summary = "kills the supervisor that leads", Steps = [new() { Do = ChaosDeed.Kill, On = "leader" }], Hypothesis = new() { StallMsP99Max = KillStallMs } },
        new() { Name = "kill-router", Summary = "kills a router, another one each round", SettleMs = RedialMs, Steps = [new() { Do = ChaosDeed.Kill, On = "router" }], Hypothesis = new() { StallByPrefill = true } },
        new() { Name = "kill-all-but-one", Summary = "kills all nodes but one; the others stay away for three seconds", Steps = [new() { Do = ChaosDeed.Kill, On = "all-but-one-node", ForMs = 3_000 }] },
        new() { Name = "rolling-restart", Summary = "asks node after node, router after router and the supervisor to end; each is started again", Rounds = 6, Steps = [new() { Do = ChaosDeed.Restart, On = "next" }] },
        new()
        {
            Name = "disk-full",
            Summary = "lets the leader's journal have no room for four seconds, and scales experts meanwhile",
            Steps = [new() { Do = ChaosDeed.FillDisk, On = "leader", ForMs = 4_000 }, new() { Do = ChaosDeed.Scale, Count = 4, ForMs = 2_000, AfterMs = 200 }],
        },
        new() { Name = "scale-storm", Summary = "scales 30 experts up and down within four seconds", Steps = [new() { Do = ChaosDeed.Scale, Count = 30, ForMs = 4_000 }] },
        new() { Name = "sleep-storm", Summary = "puts 24 experts to sleep, wakes them, and again, within four seconds", Steps = [new() { Do = ChaosDeed.Sleep, Count = 24, ForMs = 4_000 }] },
        new() { Name = "update-under-load", Summary = "gives an expert another's weights, and rolls back", Steps = [new() { Do = ChaosDeed.Update, ForMs = 4_000 }] },
        new() { Name = "poison-row", Summary = "asks a question one row of which kills every node that runs it with one expert", Steps = [new() { Do = ChaosDeed.Poison, ForMs = 60_000 }] },
        new()
        {
            Name = "cascade",
            SettleMs = RedialMs,
            Summary = "kills the leader, then a node, then halts another node, then kills a router, all within half a second",
            Steps =
            [
                new() { Do = ChaosDeed.Kill, On = "leader" },
                new() { Do = ChaosDeed.Kill, On = "node", AfterMs = 100 },
                new() { Do = ChaosDeed.Halt, On = "another-node", ForMs = 1_000, AfterMs = 200 },
                new() { Do = ChaosDeed.Kill, On = "router", AfterMs = 200 },
            ],
        },
    ];

    /// <exception cref="InputException">There is none of this name.</exception>
    public static ChaosScenario Of(string name) => All.FirstOrDefault(scenario => scenario.Name == name)
        ?? throw new InputException(name, $"is no scenario; there are {string.Join(", ", All.Select(scenario => scenario.Name))}", ExitCode.NotFound);
}
