using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.ControlPlane.Admin.Reports;

namespace ElasticMoE.ControlPlane.Admin;

/// <summary>
/// Everything the admin interface can do. Paths, documentation, the command line's nouns, options and completions all follow from these rows.
/// </summary>
public static class AdminTable
{
    /// <summary>What every path begins with.</summary>
    public const string Root = "/admin/v1";

    /// <summary>Where experts' new weights are put, under their digest, before the command that names them.</summary>
    public const string WeightsPath = $"{Root}/weights";

    /// <summary>Longest time a query waits for news, ms; a client asks again.</summary>
    public const int WaitMsMax = 30_000;

    private const int EventsDefault = 100;

    private static readonly AdminParameter s_node = Positional("node", AdminParameterKind.Node, "The node's number.");
    private static readonly AdminParameter s_expert = Positional("expert", AdminParameterKind.Expert, "The expert, LAYER/INDEX.");
    private static readonly AdminParameter s_experts = Positional("experts", AdminParameterKind.Experts, "Experts, LAYER/INDEX each.");
    private static readonly AdminParameter s_limit = new("limitMs", AdminParameterKind.Milliseconds, "How long sequences may keep the old weights; by default as long as the longest allowed request.") { Option = "limit" };
    private static readonly AdminParameter s_wait = new("waitMs", AdminParameterKind.Milliseconds, "How long to wait for news.") { Option = "wait-for" };

    /// <summary>What changes a cluster.</summary>
    public static IReadOnlyList<AdminVerb> Verbs { get; } =
    [
        new("nodes", "cordon", "Give a node no further replicas.", [s_node], at => new AdminCommand.Cordon(at.Node("node"))),
        new("nodes", "uncordon", "Give a node replicas again; ends a drain.", [s_node], at => new AdminCommand.Uncordon(at.Node("node"))),
        new("nodes", "drain", "Move every replica away from a node.", [s_node], at => new AdminCommand.Drain(at.Node("node"))),
        new("experts", "scale", "Want so many awake replicas of an expert.", [s_expert, Required("replicas", AdminParameterKind.Count, "Awake replicas; 0 lets it sleep.")],
            at => new AdminCommand.Scale(at.Expert("expert"), (int)at.Number("replicas", Limits.NodesMax))),
        new("experts", "sleep", "Put experts to sleep, warm.", [s_experts], at => new AdminCommand.Sleep(at.Experts("experts"))),
        new("experts", "wake", "Wake experts that sleep.", [s_experts], at => new AdminCommand.Wake(at.Experts("experts"))),
        new("experts", "release", "Let the autoscaler decide again about experts whose number of awake replicas was set by hand.", [s_experts], at => new AdminCommand.Release(at.Experts("experts"))),
        new("experts", "bound", "Set within what the autoscaler decides about experts.",
            [s_experts, Required("min", AdminParameterKind.Count, "Awake replicas at least; 0 lets them sleep."), Required("max", AdminParameterKind.Count, "Awake replicas at most."),
             new("sleepAfterMs", AdminParameterKind.Milliseconds, "How long one has to be idle before it sleeps; by default as the autoscaler's knobs say.") { Option = "sleep-after" }],
            at => new AdminCommand.Bound(at.Experts("experts"), new((int)at.Number("min", Limits.NodesMax), (int)at.Number("max", Limits.NodesMax), at.NumberOr("sleepAfterMs", 0, ScaleBounds.SleepAfterMsMax)))),
        new("experts", "unbound", "End experts' bounds.", [s_experts], at => new AdminCommand.Bound(at.Experts("experts"), null)),
        new("experts", "pin", "Keep a replica of an expert on a node.", [s_expert, Required("node", AdminParameterKind.Node, "The node."), new("awake", AdminParameterKind.Flag, "Keep it awake, not only as a standby.")],
            at => new AdminCommand.Pin(at.Expert("expert"), at.Node("node"), at.Flag("awake"))),
        new("experts", "unpin", "End a pin.", [s_expert, Required("node", AdminParameterKind.Node, "The node.")], at => new AdminCommand.Unpin(at.Expert("expert"), at.Node("node"))),
        new("experts", "move", "Move an expert's replica from one node to another.", [s_expert, Required("from", AdminParameterKind.Node, "The node it leaves."), Required("to", AdminParameterKind.Node, "The node it goes to.")],
            at => new AdminCommand.Move(at.Expert("expert"), at.Node("from"), at.Node("to"))),
        new("experts", "update", "Replace an expert's weights; sequences under way end with the old ones.", [s_expert, Required("weights", AdminParameterKind.Weights, "The file of the new weights.") with { Option = "from" }, s_limit], Update),
        new("experts", "rollback", "Go back to the weights an expert had before its last update.", [s_expert, s_limit], at => new AdminCommand.Rollback(at.Expert("expert"), Limit(at))),
        new("experts", "prune", "Take experts out of the model.", [s_experts, s_limit], at => new AdminCommand.PruneApply(at.Experts("experts"), Limit(at))),
        new("placement", "apply", "Want replicas where a plan says.", [Positional("plan", AdminParameterKind.Plan, "A plan's file, as 'emoe placement plan -o json' writes it; - for standard input.")], at => at.Plan("plan")),
        new("placement", "undo", "Take back the last change of the placement.", [], _ => new AdminCommand.PlacementUndo()),
        new("autoscale", "set", "Set knobs of the autoscaler.", [Positional("knobs", AdminParameterKind.Knobs, "Knobs, NAME=NUMBER each.")], at => new AdminCommand.AutoscaleSet(at.Knobs("knobs"))),
        new("autoscale", "pause", "Stop the autoscaler's decisions.", [], _ => new AdminCommand.AutoscalePause()),
        new("autoscale", "resume", "Let the autoscaler decide again.", [], _ => new AdminCommand.AutoscaleResume()),
        new("autoscale", "season", "Set a time in which a team's experts are needed more; without a team, end it.", SeasonArguments.Parameters, SeasonArguments.Read),
        new("teams", "set", "Name a set of experts; without experts, end the name.", [Positional("team", AdminParameterKind.Text, "Its name."), s_experts with { IsRequired = false }],
            at => new AdminCommand.TeamsSet(at.Text("team"), at.ExpertsOrNone("experts"))),
    ];

    /// <summary>What is asked of a cluster.</summary>
    public static IReadOnlyList<AdminQuery> Queries { get; } =
    [
        AdminQuery.Of("status", "", "Show the cluster in a few numbers.", [], AdminJson.Default.StatusReport, (reports, _) => reports.Status()),
        AdminQuery.Of("nodes", "get", "List nodes.", [], AdminJson.Default.IReadOnlyListNodeSummary, (reports, _) => reports.Nodes()),
        AdminQuery.Of("nodes", "describe", "Show a node with all its replicas.", [s_node], AdminJson.Default.NodeDetails, (reports, at) => reports.Node(at.Node("node"))),
        AdminQuery.Of("experts", "get", "List experts.", [new("layer", AdminParameterKind.Count, "Only those of a layer.")], AdminJson.Default.IReadOnlyListExpertSummary,
            (reports, at) => reports.Experts(at.Has("layer") ? (int)at.Number("layer", Limits.LayersMax) : null)),
        AdminQuery.Of("experts", "describe", "Show an expert with all its versions and replicas.", [s_expert], AdminJson.Default.ExpertDetails, (reports, at) => reports.Expert(at.Expert("expert"))),
        AdminQuery.Of("placement", "get", "Show where replicas are wanted.", [], AdminJson.Default.PlacementReport, (reports, _) => reports.Placement()),
        AdminQuery.Of("placement", "plan", "Show what the planner would change, and why.", [], AdminJson.Default.PlanReport, (reports, _) => reports.Plan()),
        AdminQuery.Of("placement", "history", "List changes of the placement, the newest first.", [], AdminJson.Default.IReadOnlyListChangeSummary, (reports, _) => reports.History()),
        AdminQuery.Of("autoscale", "get", "Show the autoscaler's knobs.", [], AdminJson.Default.AutoscaleReport, (reports, _) => reports.Autoscale()),
        AdminQuery.Of("autoscale", "explain", "Say why the autoscaler does what it does.", [s_expert with { IsRequired = false }], AdminJson.Default.IReadOnlyListScaleExplanation,
            (reports, at) => reports.Explain(at.ExpertOrNone("expert"))),
        AdminQuery.Of("teams", "get", "List teams of experts.", [], AdminJson.Default.IReadOnlyListTeamReport, (reports, _) => reports.Teams()),
        AdminQuery.Of("operations", "get", "List operations.", [], AdminJson.Default.IReadOnlyListOperationReport, (reports, _) => reports.Operations()),
        new("operations", "await", "Show an operation once it has ended, or as it is when the time is over.", [Positional("operation", AdminParameterKind.Count, "The operation's number."), s_wait], AdminJson.Default.OperationReport,
            async (reports, at, cancel) => await reports.OperationAsync(new OperationId(at.Number("operation", long.MaxValue)), Wait(at), cancel).ConfigureAwait(false)),
        new("events", "", "Show what was decided.",
            [new("since", AdminParameterKind.Count, "Only events after this one."), new("max", AdminParameterKind.Count, $"At most so many; {EventsDefault} by default."), s_wait],
            AdminJson.Default.IReadOnlyListEventReport,
            async (reports, at, cancel) => await reports.EventsAsync(at.NumberOr("since", 0, long.MaxValue), (int)Math.Max(1, at.NumberOr("max", EventsDefault, Limits.JournalReadMax)), Wait(at), cancel).ConfigureAwait(false)),
    ];

    private static AdminCommand.Update Update(AdminArguments at)
    {
        (ContentDigest content, long bytes, string source) = at.Weights("weights");
        return new(at.Expert("expert"), content, bytes, source, Limit(at));
    }

    private static long Limit(AdminArguments at) => at.NumberOr("limitMs", 0, int.MaxValue);

    private static TimeSpan Wait(AdminArguments at) => TimeSpan.FromMilliseconds(at.NumberOr("waitMs", 0, WaitMsMax));

    private static AdminParameter Required(string name, AdminParameterKind kind, string description) => new(name, kind, description) { IsRequired = true };

    private static AdminParameter Positional(string name, AdminParameterKind kind, string description) => new(name, kind, description) { IsRequired = true, IsPositional = true };
}
