using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.ControlPlane.Admin;
using ElasticMoE.ControlPlane.Admin.Reports;
using ElasticMoE.ControlPlane.Journals;
using ElasticMoE.Placement.Control.Codec;
using ElasticMoE.Placement.Control.State;
using ElasticMoE.Placement.Control.Supervision;

namespace ElasticMoE.ControlPlane.Supervision;

/// <summary>What a supervisor knows, for people: each report is made between two of its messages. What was decided comes from the journal.</summary>
/// <param name="shell">The supervisor.</param>
public sealed class ClusterReports(SupervisorShell shell) : IClusterReports
{
    /// <inheritdoc/>
    public StatusReport Status() => shell.LookAsync(StatusView.Of).GetAwaiter().GetResult();

    /// <inheritdoc/>
    public IReadOnlyList<NodeSummary> Nodes() => See(machine => machine.State.Nodes.Keys.Select(node => NodeView.Summary(machine, node)).ToArray());

    /// <inheritdoc/>
    public NodeDetails Node(NodeId node) => See(machine => NodeView.Details(machine, node));

    /// <inheritdoc/>
    public IReadOnlyList<ExpertSummary> Experts(int? layer) => See(machine =>
    {
        var shares = LoadShares.Of(machine);
        return machine.State.Experts.Keys.Where(expert => layer is null || expert.Layer == layer).Select(expert => ExpertView.Summary(machine, expert, shares)).ToArray();
    });

    /// <inheritdoc/>
    public ExpertDetails Expert(ExpertId expert) => See(machine => ExpertView.Details(machine, expert));

    /// <inheritdoc/>
    public PlacementReport Placement() => See(machine => new PlacementReport($"{machine.Map?.Epoch ?? default}", [.. machine.State.Wanted.Values.Select(Entry)]));

    /// <inheritdoc/>
    public PlanReport Plan()
    {
        // Planning takes its time, which isn't the supervisor's.
        PlanAnswer? plan = See(machine => machine.Question())?.Answer(shell.Planner);
        return plan?.Changes is { } changes
            ? new PlanReport("planner", [.. changes.Select(Entry)], [], plan.Decisions)
            : throw new InputException("plan", "there is no plan: no nodes, or no room for every expert", ExitCode.Conflict);
    }

    /// <inheritdoc/>
    public IReadOnlyList<ChangeSummary> History()
    {
        (long last, IReadOnlyList<PlacementRecord> history) = See(machine => (machine.State.Index, machine.State.History));
        var times = new Dictionary<long, long>();
        foreach ((_, EventBatch batch) in Read(Math.Max(0, last - Limits.JournalReadMax), Limits.JournalReadMax))
        {
            foreach (ControlEvent.PlacementChanged changed in batch.Events.OfType<ControlEvent.PlacementChanged>())
                times[changed.Change] = batch.UnixMs;
        }
        return [.. history.Reverse().Select(change => new ChangeSummary(change.Change, times.GetValueOrDefault(change.Change), change.Cause, change.Undoes, change.After.Count))];
    }

    /// <inheritdoc/>
    public AutoscaleReport Autoscale() => See(ScaleView.Of);

    /// <inheritdoc/>
    public IReadOnlyList<ScaleExplanation> Explain(ExpertId? expert) => See(machine => ScaleView.Explain(machine, expert));

    /// <inheritdoc/>
    public IReadOnlyList<TeamReport> Teams() => See(machine => machine.State.Teams.Select(team => new TeamReport(team.Key, [.. team.Value.Select(expert => $"{expert}")])).ToArray());

    /// <inheritdoc/>
    public IReadOnlyList<OperationReport> Operations() => See(machine => machine.State.Operations.Select(pair => Report(pair.Key, pair.Value)).ToArray());

    /// <inheritdoc/>
    public async Task<IReadOnlyList<EventReport>> EventsAsync(long after, int countMax, TimeSpan wait, CancellationToken cancel)
    {
        // Asked for before the journal is read, so that what comes between isn't missed.
        Task next = shell.NextAppend;
        EventReport[] there = [.. Events(after, countMax)];
        if (there.Length > 0 || wait <= TimeSpan.Zero)
            return there;
        try
        {
            await next.WaitAsync(wait, cancel).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return [];
        }
        return [.. Events(after, countMax)];
    }

    /// <inheritdoc/>
    public async Task<OperationReport> OperationAsync(OperationId operation, TimeSpan wait, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(wait);
        try
        {
            await shell.AwaitAsync(operation, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            // The time is over: it is shown as it is.
            cancel.ThrowIfCancellationRequested();
        }
        return await shell.LookAsync(machine => machine.Lease == 0 ? throw NotLeading : machine.State.Operations.TryGetValue(operation, out OperationEntry? entry)
            ? Report(operation, entry)
            : throw new InputException($"operation {operation}", "nobody remembers it", ExitCode.NotFound)).ConfigureAwait(false);
    }

    private static InputException NotLeading => new("supervisor", "this one doesn't lead", ExitCode.Unreachable);

    internal static PlacementEntry Entry(WantedReplicas wanted) =>
        new($"{wanted.Replica.Expert}", wanted.Replica.Version, [.. wanted.Awake.Select(node => node.Value)], [.. wanted.Standbys.Select(node => node.Value)]);

    private static EventReport Report(JournalRecord record, EventBatch batch, ControlEvent one) => new(record.Index, batch.UnixMs, record.Lease, one.GetType().Name, EventText.Of(one));

    private static OperationReport Report(OperationId id, OperationEntry entry)
    {
        OutcomeCode code = entry.Outcome ?? OutcomeCode.Accepted;
        return new(id.Value, $"{entry.Kind}".ToLowerInvariant(), entry.Subject, OutcomeReport.CodeOf(code), entry.Message, (int)code.ToExitCode());
    }

    private IEnumerable<EventReport> Events(long after, int countMax) =>
        Read(after, countMax).SelectMany(entry => entry.Batch.Events.Select(one => Report(entry.Record, entry.Batch, one)));

    /// <summary>One that doesn't lead knows nothing, or what was so while it led.</summary>
    private T See<T>(Func<SupervisorMachine, T> look) => shell.LookAsync(machine => machine.Lease > 0 ? look(machine) : throw NotLeading).GetAwaiter().GetResult();

    private IEnumerable<(JournalRecord Record, EventBatch Batch)> Read(long after, int countMax)
    {
        JournalResult<IReadOnlyList<JournalRecord>> records = shell.Journal.Read(after, countMax);
        if (records.Outcome == JournalOutcome.Conflict)
            records = shell.Journal.Read((shell.Journal.ReadHead() is { IsDone: true } head ? head.Value.First : 1) - 1, countMax);
        return records.IsDone
            ? records.Value.Select(record => (record, EventCodec.Decode(record.Body)))
            : throw new InputException(shell.Journal.Name, $"can't be read: {records.Cause}", ExitCode.Unreachable);
    }
}
