using ElasticMoE.Contracts;

namespace ElasticMoE.Node.Chaos.Scenarios;

/// <summary>The scenarios that have a name.</summary>
internal static class ChaosScenarios
{
    private const int HaltMs = 2_000;

    /// <summary>A killed process closes its sockets, which is heard at once.</summary>
    private const double KillStallMs = 300;

    /// <summary>Of one that hangs only the silence is heard, after 400 ms.</summary>
    private const double SilenceStallMs = 1_000;

    public static IReadOnlyList<ChaosScenario> All { get; } =
    [
        new() { Name = "kill-node", Summary = "kills a node, another one each round", Steps = [new() { Do = ChaosDeed.Kill, On = "node" }], Hypothesis = new() { StallMsP99Max = KillStallMs } },
        new() { Name = "hang-node", Summary = "halts a node for two seconds", Steps = [new() { Do = ChaosDeed.Halt, On = "node", ForMs = HaltMs }], Hypothesis = new() { StallMsP99Max = SilenceStallMs } },
        new() { Name = "kill-leader", Summary = "kills the supervisor that leads", Steps = [new() { Do = ChaosDeed.Kill, On = "leader" }], Hypothesis = new() { StallMsP99Max = KillStallMs } },
        new() { Name = "kill-router", Summary = "kills a router, another one each round", Steps = [new() { Do = ChaosDeed.Kill, On = "router" }], Hypothesis = new() { StallByPrefill = true } },
        new() { Name = "kill-all-but-one", Summary = "kills all nodes but one; the others stay away for three seconds", Steps = [new() { Do = ChaosDeed.Kill, On = "all-but-one-node", ForMs = 3_000 }] },
        new() { Name = "rolling-restart", Summary = "asks node after node, router after router and the supervisor to end; each is started again", Rounds = 6, Steps = [new() { Do = ChaosDeed.Restart, On = "next" }] },
        new()
        {
            Name = "cascade",
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
