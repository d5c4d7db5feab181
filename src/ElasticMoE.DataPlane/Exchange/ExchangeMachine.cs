using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Experts;
using ElasticMoE.DataPlane.Frames;

namespace ElasticMoE.DataPlane.Exchange;

/// <summary>
/// A router's side of the experts: sends each layer's rows to replicas, and sees that every row gets its outputs whatever becomes of nodes,
/// or leaves the step. What is lost goes to another replica, or wakes a standby, at once; nobody is asked. A node that is slow is hedged
/// within a budget; one that is far too slow is given nothing until it answers. A row that goes out while it may be running elsewhere, or that
/// was out when a node died, is a suspect, in this step and in those that compute it again: it travels alone, and one under which a second node
/// dies fails its request, before a third can. Work for a message is in proportion to what it changes, and to the frames that are out.
/// </summary>
[Machine]
public sealed class ExchangeMachine
{
    /// <summary>A frame is hedged after four times its predicted time, but not before this.</summary>
    public const long HedgeAfterUs = 20_000;

    /// <summary>A frame has failed after twenty times its predicted time, but not before this.</summary>
    public const long FailAfterUs = 500_000;

    /// <summary>How long a row waits for a replica before it leaves the step.</summary>
    public const long ParkAfterUs = 5_000;

    /// <summary>How long a node that lacks an expert or failed with it is not asked for it, unless it says that it has it, or the map changes.</summary>
    public const long AskAgainAfterUs = 100_000;

    /// <summary>How long a row that may have killed one node waits to learn what becomes of another one that has it.</summary>
    public const long FateAfterUs = SuspectBook.FateAfterUs;

    /// <summary>Twenty times the predicted time.</summary>
    internal const int FailPredictions = 20;

    private const ulong FirstFrameId = 1;

    private readonly NodeTable _nodes = new();
    private readonly ReplicaChooser _chooser;
    private readonly HedgeBudget _hedges = new();
    private readonly CurrentExchange _current;
    private readonly PairStates _pairs;
    private readonly FrameList _frames = new();
    private readonly LateFrames _late;
    private readonly SuspectBook _suspects = new();
    private readonly FrameBuilder _builder;
    private readonly List<FrameInFlight> _spent = [];
    private readonly List<(ulong Key, ExpertId Expert)> _owed = [];
    private ulong _lastFrameId = FirstFrameId;

    /// <param name="map">Where replicas are.</param>
    /// <param name="seed">Of the choices between replicas that are as good.</param>
    /// <param name="keyOf">Tells a row of the dispatch by its content, so that it is known when it is computed again.</param>
    public ExchangeMachine(ExpertMap map, ulong seed, Func<int, ulong> keyOf)
    {
        (_chooser, _current) = (new(seed), new(map, keyOf));
        (_pairs, _late, _builder) = (_current.Pairs, new(_frames, _hedges), new(this));
    }

    /// <summary>Whether every row has its outputs or has left the step.</summary>
    public bool IsComplete => _pairs.Left == 0;

    /// <summary>When a <see cref="ExchangeMessageKind.Tick"/> is due; <see cref="long.MaxValue"/> where none is.</summary>
    public long NextTickUs { get; private set; } = long.MaxValue;

    /// <summary>Nodes that a link is open to.</summary>
    public int OpenNodes => _nodes.OpenCount;

    /// <summary>Pairs of a frame that is out, and so output rows of its answer; 0 where there is no such frame.</summary>
    public int PairsOf(int link, ulong frameId) => _frames.Find(link, frameId)?.Pairs.Count ?? 0;

    internal ExpertDispatch Dispatch => _current.Dispatch;

    internal IReadOnlyList<NodeState> Nodes => _nodes.All;

    /// <summary>The map of a row that goes out.</summary>
    internal ExpertMap MapOf(int row) => _current.MapOf(row)!;

    /// <summary>Begins an exchange. The one before is complete.</summary>
    /// <param name="dispatch">Its rows that are ready are sent; output row of (row, slot) is row · active + slot.</param>
    /// <param name="nowUs">Monotonic time.</param>
    /// <param name="effects">Appended to.</param>
    public void Begin(ExpertDispatch dispatch, long nowUs, List<ExchangeEffect> effects)
    {
        ReturnSpent();
        _suspects.Expire(nowUs);
        _current.Begin(dispatch);
        _chooser.Begin();
        Send(nowUs, effects);
        PlanTick(nowUs);
    }

    /// <summary>Takes a message.</summary>
    /// <param name="message">What has happened.</param>
    /// <param name="nowUs">Monotonic time.</param>
    /// <param name="effects">Appended to; an Accept is valid until the next message.</param>
    public void Handle(in ExchangeMessage message, long nowUs, List<ExchangeEffect> effects)
    {
        ReturnSpent();
        switch (message.Kind)
        {
            case ExchangeMessageKind.LinkOpened: OpenLink(message, nowUs); break;
            case ExchangeMessageKind.LinkBroken: Break(message.Link, isDeath: true, nowUs); break;
            case ExchangeMessageKind.Answered: Answer(message, nowUs, effects); break;
            case ExchangeMessageKind.NotHere: Miss(message, nowUs); break;
            case ExchangeMessageKind.Started: Start(message, nowUs); break;
            case ExchangeMessageKind.Failed: Fail(message, nowUs); break;
            case ExchangeMessageKind.Held: Hold(message); break;
            case ExchangeMessageKind.Granted: _nodes.ByLink(message.Link)?.Credits.Grant(message.CreditRows); break;
            case ExchangeMessageKind.MapChanged: Change(message.Map!); break;
            case ExchangeMessageKind.Tick: Expire(nowUs, effects); break;
            default: throw new ArgumentOutOfRangeException(nameof(message));
        }
        // Whatever was freed or came to be usable goes out now.
        Send(nowUs, effects);
        PlanTick(nowUs);
    }

    /// <summary>Sends every pair that is wanted and not out, where a replica can take it.</summary>
    private void Send(long nowUs, List<ExchangeEffect> effects)
    {
        if (_pairs.Left == 0)
            return;
        _chooser.NowUs = nowUs;
        _builder.Begin(nowUs, effects);
        List<int> loose = _pairs.Loose;
        int kept = 0;
        for (int i = 0; i < loose.Count; i++)
        {
            int pair = loose[i];
            if (!_pairs.IsDone(pair) && !Place(pair, nowUs))
                loose[kept++] = pair;
            else
                _pairs.Settle(pair);
        }
        loose.RemoveRange(kept, loose.Count - kept);
        _builder.Flush();
    }

    /// <summary>Returns whether the pair goes out, or is lost.</summary>
    private bool Place(int pair, long nowUs)
    {
        Suspicion suspicion = SuspicionOf(pair, nowUs);
        if (suspicion == Suspicion.Convicted)
        {
            Convict(pair, nowUs);
            return true;
        }
        // Whether the nodes die that an accused row is at isn't known yet; until it is, the row may not reach a third.
        ReplicaChoice choice = suspicion == Suspicion.Accused ? default : _chooser.Choose(_nodes, _current.PlacementOf(pair), besides: null, _current.IsDecoding(pair));
        ref long waitingSinceUs = ref _pairs.WaitingSinceUs(pair);
        if (choice.Node is not { } node)
        {
            // A node that computes this router's rows will have room again: that is no reason to leave the step.
            if (choice.IsBusy)
                waitingSinceUs = -1;
            else if (waitingSinceUs < 0)
                waitingSinceUs = nowUs;
            return false;
        }
        waitingSinceUs = -1;
        FrameFlags flags = choice.IsTakeover ? FrameFlags.Takeover : FrameFlags.None;
        _builder.Add(pair, node, suspicion == Suspicion.Suspected ? flags | FrameFlags.Suspect : flags);
        return true;
    }

    /// <summary>Makes a frame; called by the builder.</summary>
    internal FrameInFlight Open(NodeState node, FrameFlags flags, ExpertMap map)
    {
        FrameInFlight frame = _frames.Rent();
        frame.Begin(_lastFrameId++, node, Dispatch.Layer, map);
        (frame.Flags, frame.Exchange) = (flags, _current.Number);
        return frame;
    }

    /// <summary>Sends a frame; called by the builder.</summary>
    internal void Close(FrameInFlight frame, long nowUs, List<ExchangeEffect> effects)
    {
        frame.SentUs = nowUs;
        frame.CanBeHedged = (frame.Flags & (FrameFlags.Hedge | FrameFlags.Suspect)) == 0 && frame.Pairs.Count <= Limits.HedgePairsMax;
        frame.PredictedUs = frame.Node.Cost.PredictUs(frame.Pairs.Count);
        frame.Node.OutstandingUs += frame.PredictedUs;
        frame.PredictedWithQueueUs = frame.Node.OutstandingUs;
        foreach (int pair in frame.Pairs)
            _pairs.GoOut(pair);
        _frames.Add(frame);
        if (!frame.Flags.Has(FrameFlags.Hedge))
            _hedges.Earn();
        effects.Add(new(ExchangeEffectKind.Send, frame));
    }

    /// <summary>The newest link of a node is the one that is used; what was out on an older one goes out again.</summary>
    private void OpenLink(in ExchangeMessage message, long nowUs)
    {
        NodeState node = _nodes.Of(message.Peer.Node);
        if (node.Link >= 0)
            Break(node.Link, isDeath: node.Incarnation != message.Peer.Incarnation, nowUs);
        _nodes.Open(message.Link, message.Peer);
        // A node that is back as it was has not died; one that has started again has.
        if (_suspects.Meet(message.Peer))
            LoseConvicted(nowUs);
    }

    private void Break(int link, bool isDeath, long nowUs)
    {
        for (int i = _frames.Count - 1; i >= 0; i--)
        {
            FrameInFlight frame = _frames[i];
            if (frame.Link != link)
                continue;
            _frames.RemoveAt(i);
            if (isDeath)
                Accuse(frame, isLost: true, nowUs);
            Free(frame);
            _spent.Add(frame);
        }
        _nodes.Close(link);
    }

    /// <summary>A node may be dead or may die that has these rows, and one of them may be why; but not where it was lost before it began with a suspect.</summary>
    private void Accuse(FrameInFlight frame, bool isLost, long nowUs)
    {
        if (isLost && !frame.IsStarted && frame.Flags.Has(FrameFlags.Suspect))
        {
            Clear(frame);
            return;
        }
        foreach ((ulong key, ExpertId expert) in OwedBy(frame))
            _suspects.Accuse(key, expert, new(frame.Identity, frame.IsStarted, isLost, nowUs));
    }

    /// <summary>A node has said of a frame that it computed nothing of it.</summary>
    private void Clear(FrameInFlight frame)
    {
        if (_suspects.Count == 0)
            return;
        foreach ((ulong key, ExpertId expert) in OwedBy(frame))
            _suspects.Clear(key, expert, frame.Identity);
    }

    private List<(ulong Key, ExpertId Expert)> OwedBy(FrameInFlight frame)
    {
        _owed.Clear();
        _current.AddOwed(frame, _owed);
        return _owed;
    }

    private Suspicion SuspicionOf(int pair, long nowUs) =>
        _suspects.Count == 0 ? Suspicion.None : _suspects.Of(_current.KeyOf(pair), _current.ExpertOf(pair), nowUs);

    private void Start(in ExchangeMessage message, long nowUs)
    {
        if (_frames.Find(message.Link, message.FrameId) is not { } frame)
            return;
        frame.IsStarted = true;
        // Where others may compute the row as well, it must be known that this one does.
        if (frame.IsFailed || frame.Disowned.Count > 0)
            Accuse(frame, isLost: false, nowUs);
    }

    private void LoseConvicted(long nowUs)
    {
        for (int pair = 0; pair < Dispatch.Rows * Dispatch.ActiveExperts && _pairs.Left > 0; pair++)
        {
            if (!_pairs.IsDone(pair) && SuspicionOf(pair, nowUs) == Suspicion.Convicted)
                Convict(pair, nowUs);
        }
    }

    /// <summary>The verdict stays known: where an earlier row of the sequence leaves the step too, the row comes again before anybody hears of it.</summary>
    private void Convict(int pair, long nowUs) =>
        Lose(_current.RowOf(pair), nowUs, $"layer {Dispatch.Layer}, expert {Dispatch.Experts[pair]}: two nodes died while they computed this row");

    private void Answer(in ExchangeMessage message, long nowUs, List<ExchangeEffect> effects)
    {
        if (TakeBack(message) is not { } frame)
            return;
        frame.Node.Cost.Observe(nowUs - frame.TurnUs, frame.Pairs.Count, FailAfterUs / FailPredictions);
        frame.Node.Hear(nowUs);
        if (_current.Has(frame))
        {
            bool any = false;
            foreach (int pair in frame.Pairs)
            {
                bool fresh = _pairs.Finish(pair);
                frame.Fresh.Add(fresh);
                any |= fresh;
                if (_suspects.Count > 0)
                    _suspects.Forget(_current.KeyOf(pair), _current.ExpertOf(pair));
            }
            if (any)
                effects.Add(new(ExchangeEffectKind.Accept, frame));
        }
        foreach ((ulong key, ExpertId expert) in frame.Disowned)
            _suspects.Forget(key, expert);
        _spent.Add(frame);
    }

    private void Miss(in ExchangeMessage message, long nowUs)
    {
        if (TakeBack(message) is not { } frame)
            return;
        frame.Node.Hear(nowUs);
        Clear(frame);
        if (_current.Has(frame))
            Miss(frame, message.Experts.Span, nowUs);
        _spent.Add(frame);
    }

    private void Miss(FrameInFlight frame, ReadOnlySpan<int> experts, long nowUs)
    {
        bool any = false;
        foreach (int pair in frame.Pairs)
            any |= experts.Contains(Dispatch.Experts[pair]);
        foreach (int pair in frame.Pairs)
        {
            // A node that refuses without naming what it lacks would otherwise be asked the same again, without end.
            if (!any || experts.Contains(Dispatch.Experts[pair]))
                frame.Node.Miss(new(_current.ExpertOf(pair), frame.Map[_current.ExpertOf(pair)].Version), nowUs + AskAgainAfterUs);
        }
    }

    private void Fail(in ExchangeMessage message, long nowUs)
    {
        if (TakeBack(message) is not { } frame)
            return;
        frame.Node.Hear(nowUs);
        Clear(frame);
        if (_current.Has(frame))
        {
            // One row's fault fails its request. Any other is the node's: these experts are not to be had there for now.
            if (message.Row >= 0 && frame.RowAt(message.Row, Dispatch.ActiveExperts) is >= 0 and var row)
                Lose(row, nowUs, message.Cause ?? "the node gave no cause");
            else
                Miss(frame, [], nowUs);
        }
        _spent.Add(frame);
    }

    private void Hold(in ExchangeMessage message)
    {
        if (_nodes.ByLink(message.Link) is not { } node)
            return;
        foreach (int expert in message.Experts.Span)
        {
            // Whichever version it is: where another is meant, the node says so.
            foreach (ExpertMap map in _current.Map.Live)
                node.Hold(new(new(message.Layer, expert), expert < map.ExpertsOf(message.Layer) ? map[new(message.Layer, expert)].Version : 0));
        }
    }

    private void Change(ExpertMap map)
    {
        if (map.Epoch <= _current.Map.Epoch)
            return;
        _current.Map = map;
        foreach (NodeState node in _nodes.All)
            node.ForgetMissing();
    }

    private void Expire(long nowUs, List<ExchangeEffect> effects)
    {
        foreach (NodeState node in _late.FailingNodes(nowUs))
            GiveUp(node, nowUs);
        foreach (FrameInFlight frame in _late.ToHedge(_current.Number, nowUs))
            Hedge(frame, nowUs, effects);
        for (int pair = _current.PairToPark(nowUs); pair >= 0; pair = _current.PairToPark(nowUs))
        {
            int row = _current.RowOf(pair);
            // An accused row waits for nodes' fates and lacks nothing.
            Dispatch.Park(row, SuspicionOf(pair, nowUs) == Suspicion.Accused ? null : _current.ExpertOf(pair));
            Drop(row, nowUs);
        }
    }

    /// <summary>What the node has goes elsewhere. The frames stay known: should one be answered, the node is well again.</summary>
    private void GiveUp(NodeState node, long nowUs)
    {
        node.IsFailing = true;
        for (int i = 0; i < _frames.Count; i++)
        {
            FrameInFlight frame = _frames[i];
            if (frame.Node != node || frame.IsFailed)
                continue;
            Accuse(frame, isLost: false, nowUs);
            Free(frame);
            frame.IsFailed = true;
        }
    }

    /// <summary>Each row travels alone, as suspects do: should the frame be late because its node dies of a row, the copies must tell which.</summary>
    private void Hedge(FrameInFlight frame, long nowUs, List<ExchangeEffect> effects)
    {
        if (!_hedges.HasOne)
            return;
        frame.CanBeHedged = false;
        _chooser.NowUs = nowUs;
        _builder.Begin(nowUs, effects);
        foreach (int pair in frame.Pairs)
        {
            if (_pairs.IsDone(pair) || SuspicionOf(pair, nowUs) != Suspicion.None)
                continue;
            if (_chooser.Choose(_nodes, _current.PlacementOf(pair), frame.Node, _current.IsDecoding(pair)).Node is { } other)
                _builder.Add(pair, other, FrameFlags.Hedge | FrameFlags.Suspect);
        }
        if (_builder.Flush() > 0)
            _hedges.Spend();
    }

    // A frame that an effect names is not used again before the effect has been performed.
    private void ReturnSpent()
    {
        foreach (FrameInFlight frame in _spent)
            _frames.Return(frame);
        _spent.Clear();
    }

    private void Lose(int row, long nowUs, string cause)
    {
        Dispatch.Fail(row, cause);
        Drop(row, nowUs);
    }

    /// <summary>A row leaves the step. What is out of it may be running still when it is computed again.</summary>
    private void Drop(int row, long nowUs)
    {
        int active = Dispatch.ActiveExperts;
        for (int i = 0; i < _frames.Count; i++)
        {
            FrameInFlight frame = _frames[i];
            int known = frame.Disowned.Count;
            _current.Disown(frame, row * active, (row + 1) * active);
            for (; known < frame.Disowned.Count; known++)
                _suspects.Accuse(frame.Disowned[known].Key, frame.Disowned[known].Expert, new(frame.Identity, frame.IsStarted, IsLost: false, nowUs));
        }
        _current.Drop(row);
    }

    /// <summary>The frame that a node says something final about; its credit comes back.</summary>
    private FrameInFlight? TakeBack(in ExchangeMessage message)
    {
        if (_frames.Take(message.Link, message.FrameId) is not { } frame)
            return null;
        Free(frame);
        frame.Node.Credits.Return(frame.Rows);
        return frame;
    }

    /// <summary>The frame is no longer out.</summary>
    private void Free(FrameInFlight frame)
    {
        if (frame.IsFailed)
            return;
        _current.TakeBack(frame);
        frame.Node.OutstandingRows -= frame.Rows;
        frame.Node.OutstandingUs -= frame.PredictedUs;
    }

    private void PlanTick(long nowUs) =>
        NextTickUs = _pairs.Left == 0 ? long.MaxValue : Math.Max(nowUs, Math.Min(_late.NextUs(_current.Number), _current.NextParkUs()));
}
