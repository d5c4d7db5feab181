using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;

namespace ElasticMoE.Placement.Control.Reconciling;

/// <summary>What the leader sees of one node.</summary>
public sealed class NodeObservation
{
    // Ascending; ten thousand nodes report once a second, and mostly nothing but their rows is otherwise.
    private IReadOnlyList<ReplicaReport> _replicas = [];
    private readonly SortedDictionary<ExpertVersion, Takeover> _takeovers = [];
    private long? _homelessSinceMs;

    /// <summary>As it introduced itself to this leader; null before it did.</summary>
    public NodeDescription? Description { get; private set; }

    /// <summary>Whether the control connection stands.</summary>
    public bool IsConnected { get; private set; }

    /// <summary>Since when it doesn't, by the leader's monotonic clock.</summary>
    public long LostSinceMs { get; private set; }

    /// <summary>Its newest report of this incarnation; null before the first.</summary>
    public NodeReport? Report { get; private set; }

    /// <summary>Commands that were sent and when, so that none is sent again at once.</summary>
    public SortedDictionary<ExpertVersion, SentCommand> Sent { get; } = [];

    /// <summary>Replicas that the newest map doesn't name as awake.</summary>
    public SortedDictionary<ExpertVersion, Withdrawal> NotAwake { get; private set; } = [];

    /// <summary>Replicas that the newest map doesn't name at all.</summary>
    public SortedDictionary<ExpertVersion, Withdrawal> NotNamed { get; private set; } = [];

    /// <summary>What a node that wasn't heard of yet is taken to have, and whether awake: what was wanted of it when this leader began. What is wanted since it can't know.</summary>
    internal SortedDictionary<ExpertVersion, bool> Assumed { get; } = [];

    /// <summary>What it has in whatever phase, ascending.</summary>
    internal IEnumerable<ExpertVersion> Held => Description is null ? Assumed.Keys : _replicas.Select(replica => replica.Replica);

    /// <summary>Whether a takeover woke one of its replicas.</summary>
    internal bool HasTakenOver { get; private set; }

    /// <summary>A node that this leader hasn't heard of yet.</summary>
    public static NodeObservation NotHeard(long nowMs) => new() { LostSinceMs = nowMs };

    /// <summary>It has connected.</summary>
    public void Connect(NodeDescription description)
    {
        if (Description?.Identity != description.Identity)
        {
            Report = null;
            _replicas = [];
            _takeovers.Clear();
            HasTakenOver = false;
        }
        Sent.Clear();
        (Description, IsConnected) = (description, true);
    }

    /// <summary>The connection is broken.</summary>
    public void Disconnect(long nowMs)
    {
        if (IsConnected)
            (IsConnected, LostSinceMs) = (false, nowMs);
    }

    /// <summary>Takes a report.</summary>
    /// <param name="report">The report.</param>
    /// <param name="nowMs">The leader's monotonic clock.</param>
    /// <returns>Whether it says of anything that it is otherwise than before. Rows and holds change all the time and don't count.</returns>
    public bool Take(NodeReport report, long nowMs)
    {
        if (Description?.Identity != report.Identity || report.Sequence <= (Report?.Sequence ?? -1))
            return false;
        bool isOther = Report is null || Report.BudgetBytes != report.BudgetBytes || Report.ResidentBytes != report.ResidentBytes || Report.Replicas.Count != report.Replicas.Count;
        for (int i = 0; i < report.Replicas.Count && !isOther; i++)
            isOther = IsOther(Report!.Replicas[i], report.Replicas[i]);
        Report = report;
        _replicas = Ascending(report.Replicas);
        NoteTakeovers(nowMs);
        return isOther;
    }

    /// <summary>Notes which of its replicas a new map no longer names, and forgets those it names again.</summary>
    internal void NoteWithdrawals(NodeId node, Func<ExpertVersion, WantedReplicas?> placed, Withdrawal withdrawal)
    {
        (SortedDictionary<ExpertVersion, Withdrawal> notAwake, SortedDictionary<ExpertVersion, Withdrawal> notNamed) = ([], []);
        foreach (ReplicaReport reported in _replicas)
        {
            ExpertVersion replica = reported.Replica;
            WantedReplicas? named = placed(replica);
            if (named?.Awake.Contains(node) == true)
                continue;
            notAwake[replica] = NotAwake.GetValueOrDefault(replica, withdrawal);
            if (named?.Standbys.Contains(node) != true)
                notNamed[replica] = NotNamed.GetValueOrDefault(replica, withdrawal);
        }
        (NotAwake, NotNamed) = (notAwake, notNamed);
    }

    /// <summary>Whether a replica that a takeover woke has had no row for so long that it may sleep; the wait doubles each time it is woken again.</summary>
    public bool IsQuiet(ExpertVersion replica, long nowMs) => !_takeovers.TryGetValue(replica, out Takeover? known) || known.IsQuiet(nowMs);

    /// <summary>Whether it lacks memory for a version that is ready nowhere where it is wanted.</summary>
    public void NoteHomeless(bool isSo, long nowMs) => _homelessSinceMs = isSo ? _homelessSinceMs ?? nowMs : null;

    /// <summary>Whether that has been so for a while.</summary>
    public bool IsHomelessFor(long durationMs, long nowMs) => nowMs - _homelessSinceMs >= durationMs;

    private void NoteTakeovers(long nowMs)
    {
        HasTakenOver = false;
        foreach (ReplicaReport replica in Report!.Replicas)
        {
            bool isOn = replica is { TookOver: true, Phase: ReplicaPhase.Awake };
            HasTakenOver |= isOn;
            if (_takeovers.TryGetValue(replica.Replica, out Takeover? known))
                known.Note(isOn, replica.RowsServed, nowMs);
            else if (isOn)
                _takeovers[replica.Replica] = new(replica.RowsServed, nowMs);
            if (known?.IsForgotten(nowMs) == true)
                _takeovers.Remove(replica.Replica);
        }
    }

    /// <summary>What it said of a replica; null where it is absent or nothing is known.</summary>
    public ReplicaReport? Of(ExpertVersion replica)
    {
        int index = AscendingList.IndexOf(_replicas, replica, static reported => reported.Replica);
        return index < 0 ? null : _replicas[index];
    }

    /// <summary>As a node has to report; nothing breaks where one doesn't.</summary>
    private static IReadOnlyList<ReplicaReport> Ascending(IReadOnlyList<ReplicaReport> replicas)
    {
        for (int i = 1; i < replicas.Count; i++)
        {
            if (replicas[i].Replica.CompareTo(replicas[i - 1].Replica) <= 0)
                return [.. new SortedDictionary<ExpertVersion, ReplicaReport>(replicas.GroupBy(replica => replica.Replica).ToDictionary(same => same.Key, same => same.Last())).Values];
        }
        return replicas;
    }

    /// <summary>How far it has a replica, as far as is known.</summary>
    internal ReplicaPhase PhaseOf(ExpertVersion replica)
    {
        if (Description is not null)
            return Of(replica)?.Phase ?? ReplicaPhase.Absent;
        return !Assumed.TryGetValue(replica, out bool isAwake) ? ReplicaPhase.Absent : isAwake ? ReplicaPhase.Awake : ReplicaPhase.Warm;
    }

    /// <summary>Whether the last that it was told of a replica is to unload it: what it said of it before counts no more, and if its connection breaks it may be long until it says otherwise.</summary>
    internal bool IsToldToLeave(ExpertVersion replica) => Sent.TryGetValue(replica, out SentCommand sent) && sent.Action == ReplicaAction.Unload;

    private static bool IsOther(ReplicaReport one, ReplicaReport next) =>
        one.Replica != next.Replica || one.Phase != next.Phase || one.TookOver != next.TookOver || one.Bytes != next.Bytes;
}
