using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.Contracts.Experts;
using ElasticMoE.DataPlane.Frames;
using ElasticMoE.DataPlane.Links;

namespace ElasticMoE.DataPlane.Control;

/// <summary>
/// A router's end of the supervisor's links: keeps the newest map, and says which one the router works by, which nodes it can't reach, what
/// it sent to each expert and which ones rows wait for. Without a supervisor it stays at the map it has.
/// </summary>
public sealed class RouterControl : IFrameReceiver, IMapSource, IDisposable
{
    private const int ReportEveryLooks = 10;
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(100);

    /// <summary>How long a router that has just been started holds requests back until its first map comes: longer than a supervisor takes to dial it, or to be replaced. After it nobody leads, and it works by what nodes state.</summary>
    public static TimeSpan FirstMapMax { get; } = TimeSpan.FromSeconds(8);

    private readonly RouterIdentity _identity;
    private readonly RouterSight _sight;
    private readonly ITimer _timer;
    private readonly HashSet<IFrameLink> _links = [];
    private readonly NewestBroadcast<ClusterMap> _maps = new();
    private readonly Lock _gate = new();
    private ClusterMap? _current;
    private readonly EndedRevisions _ended = new();
    private LiveRevisions _live;
    private RouterReport? _reported;
    private long _sequence;
    private int _looks;
    private int _looksForMap;

    /// <param name="identity">This router and this start of it, as its handshakes name it.</param>
    /// <param name="sight">What its reports say.</param>
    /// <param name="clock">When to report.</param>
    /// <param name="expectsMap">Whether a supervisor is to send one, without which requests begin only where none comes for <see cref="FirstMapMax"/>.</param>
    public RouterControl(RouterIdentity identity, RouterSight sight, TimeProvider clock, bool expectsMap = false)
    {
        (_identity, _sight, _live) = (identity, sight, expectsMap ? LiveRevisions.Unheard : LiveRevisions.Loaded);
        _timer = clock.CreateTimer(_ => Look(), null, s_look, s_look);
    }

    /// <inheritdoc/>
    public ClusterMap? Current => Volatile.Read(ref _current);

    /// <summary>Where the experts of the newest map's current revision are; null before the first map. The same object as long as the map is.</summary>
    public ExpertMap? Experts => Current is { } map ? map.Of(map.Current) : null;

    /// <summary>What sequences may be bound to: the newest map's revisions.</summary>
    public LiveRevisions Live => Volatile.Read(ref _live);

    /// <inheritdoc/>
    public IAsyncEnumerable<ClusterMap> Changes(CancellationToken cancel) => _maps.ReadAsync(cancel);

    /// <inheritdoc/>
    public void Opened(IFrameLink link)
    {
        lock (_gate)
        {
            _links.Add(link);
            // The first report is how a router introduces itself.
            Send(link, FrameKind.RouterReport, MapPayload.Write(Observe()));
        }
    }

    /// <inheritdoc/>
    public void Received(IFrameLink link, FrameBuffer frame)
    {
        using (frame)
            Take(link, frame);
    }

    /// <inheritdoc/>
    public void Broken(IFrameLink link, string reason)
    {
        lock (_gate)
            _links.Remove(link);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer.Dispose();
        _maps.End();
    }

    private void Take(IFrameLink link, FrameBuffer frame)
    {
        lock (_gate)
        {
            switch (frame.Header.Kind)
            {
                case FrameKind.Map:
                    Use(MapPayload.ReadMap(frame.Payload));
                    break;
                case FrameKind.MapDelta:
                    TakeDelta(link, MapPayload.ReadDelta(frame.Payload));
                    break;
                case FrameKind.RevisionEnded:
                    TakeEnd(MapPayload.ReadEnd(frame.Payload));
                    break;
                default:
                    throw new FrameFault($"{frame.Header.Kind}, which a supervisor doesn't send to a router");
            }
        }
    }

    private void TakeDelta(IFrameLink link, MapDelta delta)
    {
        if (_current is { } known && delta.To <= known.Epoch)
            return;
        if (_current is { } map && delta.Apply(map) is { } newer)
            Use(newer);
        else
            Send(link, FrameKind.MapAsk, []);
    }

    /// <summary>The cause comes before the map that lacks the revision, so that sequences fail with it.</summary>
    private void TakeEnd((Revision Revision, string Cause) end)
    {
        _ended.Add(end.Revision, end.Cause);
        if (_current is { } map)
            LookAt(map);
    }

    private void LookAt(ClusterMap map) => Volatile.Write(ref _live, new(
        [.. map.Revisions.Select(revision => new BoundRevision(revision.Revision, revision.Pruned))], _ended.Causes));

    /// <summary>An older map is that of a leader who no longer leads, or one that was under way.</summary>
    private void Use(ClusterMap map)
    {
        if (_current is { } known && map.Epoch <= known.Epoch)
            return;
        // The map first: what sequences are bound to must be in it.
        Volatile.Write(ref _current, map);
        LookAt(map);
        _maps.Publish(map);
        Report(isDue: false);
    }

    private void Look()
    {
        lock (_gate)
        {
            _looks = (_looks + 1) % ReportEveryLooks;
            if (_live.IsUnheard && ++_looksForMap * s_look >= FirstMapMax)
                Volatile.Write(ref _live, LiveRevisions.Loaded);
            Report(isDue: _looks == 0);
        }
    }

    private void Report(bool isDue)
    {
        if (_links.Count == 0)
            return;
        RouterReport report = Observe();
        bool isOther = _reported is null || report.Acknowledged != _reported.Acknowledged || !report.Unreachable.SequenceEqual(_reported.Unreachable)
            || !report.Claims.SequenceEqual(_reported.Claims) || !report.Bound.SequenceEqual(_reported.Bound);
        if (!isDue && !isOther)
            return;
        _reported = report;
        byte[] payload = MapPayload.Write(report);
        foreach (IFrameLink link in _links)
            Send(link, FrameKind.RouterReport, payload);
    }

    private RouterReport Observe()
    {
        // The map first: what the exchange begins after that uses it or a newer one, and what is bound after that is bound by it.
        Interlocked.MemoryBarrier();
        Epoch newest = _current?.Epoch ?? default;
        Epoch inUse = _sight.InUse() ?? newest;
        return new(
            _identity,
            ++_sequence,
            inUse < newest ? inUse : newest,
            _current is { } map ? _sight.Links.Unreachable(map) : [],
            Claims: _sight.Claims.Read(),
            Bound: _sight.Bound(),
            Load: _sight.Rows.Read());
    }

    private static void Send(IFrameLink link, FrameKind kind, byte[] payload) => link.SendOrBreak(new FrameHeader { Kind = kind }, payload);
}
