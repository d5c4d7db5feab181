using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;

namespace ElasticMoE.DataPlane.Hosting;

/// <summary>
/// The actor of one version of an expert on a node: where it is in its life, what it is to become, and how many frames hold its weights.
/// Whatever changes weights waits for the last hold, never for a lock. Only a <see cref="ReplicaTable"/> tells it what happens.
/// </summary>
[Machine]
public sealed class Replica
{
    private ReplicaPhase _goal;

    internal Replica(ExpertVersion id, long bytes) => (Id, Bytes) = (id, bytes);

    /// <summary>Which weights.</summary>
    public ExpertVersion Id { get; }

    /// <summary>Memory they take.</summary>
    public long Bytes { get; }

    /// <summary>How far they are here.</summary>
    public ReplicaPhase Phase { get; private set; }

    /// <summary>Frames that use them.</summary>
    public int Holds { get; private set; }

    /// <summary>Rows run.</summary>
    public long RowsServed { get; private set; }

    /// <summary>Whether a takeover woke it, and no command has come since.</summary>
    public bool TookOver { get; private set; }

    /// <summary>Why it failed; null otherwise.</summary>
    public string? Cause { get; private set; }

    /// <summary>What its bytes must hash to; null for the model's own.</summary>
    public ContentDigest? Content { get; internal set; }

    /// <summary>Nodes that have its bytes, best first.</summary>
    public IReadOnlyList<NodeId> Peers { get; internal set; } = [];

    /// <summary>Whether a frame may use it now, whatever the map.</summary>
    public bool CanServe => Phase is ReplicaPhase.Awake or ReplicaPhase.Draining or ReplicaPhase.Warm;

    /// <summary>Whether it is in memory, or on its way there.</summary>
    public bool TakesMemory => CanServe || Phase == ReplicaPhase.Waking;

    /// <summary>Whether memory is promised to it.</summary>
    public bool ClaimsMemory => TakesMemory || _goal >= ReplicaPhase.Warm;

    /// <summary>Whether it is to serve, sleep in memory or lie in the store; absent where it is to be nothing.</summary>
    public ReplicaPhase Goal => _goal;

    internal ReplicaReport Report() => new(Id, Phase, TakesMemory ? Bytes : 0, Holds, RowsServed, TookOver, Cause);

    internal ReplicaStep Command(ReplicaAction action)
    {
        TookOver = false;
        if (Phase == ReplicaPhase.Failed)
            (Phase, Cause) = (ReplicaPhase.Absent, null);
        _goal = action switch
        {
            ReplicaAction.Fetch => AtLeast(ReplicaPhase.Cold),
            ReplicaAction.Load => AtLeast(ReplicaPhase.Warm),
            ReplicaAction.Wake => ReplicaPhase.Awake,
            ReplicaAction.Sleep => _goal == ReplicaPhase.Awake ? ReplicaPhase.Warm : _goal,
            ReplicaAction.Unload => Phase == ReplicaPhase.Absent ? ReplicaPhase.Absent : ReplicaPhase.Cold,
            _ => throw new ArgumentOutOfRangeException(nameof(action)),
        };
        return Advance();
    }

    internal ReplicaStep Fetched()
    {
        if (Phase != ReplicaPhase.Fetching)
            return ReplicaStep.None;
        Phase = ReplicaPhase.Cold;
        return Advance();
    }

    /// <summary>Its weights are in memory. Where nobody can say that they stay there, it may serve, and is no standby.</summary>
    internal ReplicaStep Loaded(bool stays)
    {
        if (Phase != ReplicaPhase.Waking)
            return ReplicaStep.None;
        if (_goal == ReplicaPhase.Warm && !stays)
            _goal = ReplicaPhase.Cold;
        Phase = ReplicaPhase.Warm;
        return Advance();
    }

    internal ReplicaStep Failed(string cause)
    {
        if (Phase is not (ReplicaPhase.Fetching or ReplicaPhase.Waking))
            return ReplicaStep.None;
        (Phase, Cause, _goal) = (ReplicaPhase.Failed, cause, ReplicaPhase.Absent);
        return ReplicaStep.None;
    }

    /// <summary>Its bytes were not what they should be: they are fetched anew.</summary>
    internal ReplicaStep Damaged()
    {
        if (Phase != ReplicaPhase.Waking)
            return ReplicaStep.None;
        Phase = ReplicaPhase.Absent;
        return Advance();
    }

    /// <summary>The system has taken its pages: they are brought back, or it sleeps no longer warm.</summary>
    internal ReplicaStep Evicted()
    {
        if (Phase != ReplicaPhase.Warm)
            return ReplicaStep.None;
        Phase = ReplicaPhase.Waking;
        return ReplicaStep.Load;
    }

    /// <returns>Whether a standby woke.</returns>
    internal bool TakeOver()
    {
        if (Phase != ReplicaPhase.Warm)
            return false;
        (Phase, _goal, TookOver) = (ReplicaPhase.Awake, ReplicaPhase.Awake, true);
        return true;
    }

    internal void Hold() => Holds++;

    internal ReplicaStep Release(bool served)
    {
        Holds--;
        RowsServed += served ? 1 : 0;
        return Advance();
    }

    private ReplicaPhase AtLeast(ReplicaPhase goal) => _goal > goal ? _goal : goal;

    /// <summary>The next step from where it is to where it is to be.</summary>
    private ReplicaStep Advance()
    {
        if (CanServe && _goal == ReplicaPhase.Awake)
            Phase = ReplicaPhase.Awake;
        else if (Phase == ReplicaPhase.Awake || (Phase == ReplicaPhase.Warm && _goal < ReplicaPhase.Warm))
            Phase = ReplicaPhase.Draining;
        switch (Phase)
        {
            case ReplicaPhase.Absent when _goal >= ReplicaPhase.Cold:
                Phase = ReplicaPhase.Fetching;
                return ReplicaStep.Fetch;
            case ReplicaPhase.Cold when _goal >= ReplicaPhase.Warm:
                Phase = ReplicaPhase.Waking;
                return ReplicaStep.Load;
            case ReplicaPhase.Draining when Holds == 0:
                Phase = _goal == ReplicaPhase.Warm ? ReplicaPhase.Warm : ReplicaPhase.Cold;
                return Phase == ReplicaPhase.Cold ? ReplicaStep.Release : ReplicaStep.None;
            default:
                return ReplicaStep.None;
        }
    }
}
