using System.Diagnostics;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Experts;
using ElasticMoE.DataPlane.Frames;
using ElasticMoE.DataPlane.Links;

namespace ElasticMoE.DataPlane.Exchange;

/// <summary>
/// Runs experts on nodes: the shell around <see cref="ExchangeMachine"/>. Links' threads put what arrives into an inbox; the thread that
/// exchanges empties it, hands it to the machine and performs the effects. Everything of the machine happens on that thread, but for answers that come while
/// it waits for them: those the link's thread takes in its place.
/// </summary>
public sealed class FabricExchange : IExpertExchange, IFrameReceiver
{
    private const int PollMs = 10;

    private readonly ExchangeMachine _machine;
    private readonly FabricExchangeOptions _options;
    private readonly Inbox _inbox = new();
    private readonly List<ExchangeEffect> _effects = [];
    private readonly List<InboxItem> _items = [];
    private readonly FrameSpans _spans = new();
    private readonly Func<InboxItem, bool> _takeMeanwhile;
    private readonly Dictionary<IFrameLink, int> _numbers = [];
    private readonly Dictionary<int, IFrameLink> _links = [];
    private float[] _outputs = [];
    private bool _isKept;
    private (int Expert, int Version)[] _versions = [];
    private ExpertMap _map;
    private int _lastLink;
    private long _startedUs;
    private long _toldUs;
    private long _wakesUs;
    private Activity? _step;
    private volatile int _openNodes;
    private volatile ExpertMap? _inUse;

    /// <summary>An exchange without links; they are told to it as a receiver.</summary>
    public FabricExchange(FabricExchangeOptions options)
    {
        _options = options;
        _map = options.Map();
        _machine = new(_map, options.Seed, KeyOf);
        _takeMeanwhile = TakeMeanwhile;
    }

    /// <summary>Nodes that a link is open to, as far as the exchange has heard.</summary>
    public int OpenNodes => _openNodes;

    /// <summary>The epoch that the exchange under way began with; null while there is none. May be read from any thread.</summary>
    public Epoch? InUse => _inUse?.Epoch;

    /// <summary>What it has done since its start. May be read from any thread.</summary>
    public ExchangeCounts Counts { get; } = new();

    /// <inheritdoc/>
    public bool RunsElsewhere => true;

    /// <summary>Whether answers are read where they are: their rows are floats, as combining takes them.</summary>
    private bool IsReadInPlace => _options.Rows.Answer.Format == WireFormat.F32 && BitConverter.IsLittleEndian;

    private long NowUs => _options.Clock.NowUs();

    /// <inheritdoc/>
    public void Opened(IFrameLink link) => _inbox.Put(new(InboxItemKind.Opened, link, null, NowUs));

    /// <inheritdoc/>
    public void Received(IFrameLink link, FrameBuffer frame) =>
        _inbox.Put(new(InboxItemKind.Frame, link, frame, NowUs), mayBeTaken: frame.Header.Kind == FrameKind.Answer);

    /// <inheritdoc/>
    public void Broken(IFrameLink link, string reason) => _inbox.Put(new(InboxItemKind.Broken, link, null, NowUs));

    /// <inheritdoc/>
    public void Start(ExpertDispatch dispatch)
    {
        TakeInbox();
        TakeMap();
        _inUse = _map;
        _options.Counted?.Count(dispatch);
        int floats = dispatch.Rows * dispatch.ActiveExperts * _options.HiddenSize;
        if (!IsReadInPlace && _outputs.Length < floats)
            _outputs = GC.AllocateUninitializedArray<float>(floats);
        _machine.Begin(dispatch, _toldUs = _startedUs = NowUs, _effects);
        Perform(answer: null);
    }

    /// <inheritdoc/>
    public void Finish(ExpertDispatch dispatch)
    {
        long finishingUs = NowUs;
        while (!_machine.IsComplete)
        {
            _step = Activity.Current;
            _inbox.Wait(WaitMs(), _takeMeanwhile);
            TakeInbox();
            TakeMap();
            if (NowUs >= _machine.NextTickUs)
                Tell(new ExchangeMessage { Kind = ExchangeMessageKind.Tick }, NowUs);
        }
        // Answers that came while the caller computed are seen only now, but took no longer for that.
        Counts.Ended(_toldUs - _startedUs, Math.Max(0, _toldUs - finishingUs));
        _options.Claims?.Note(dispatch, _map);
        _inUse = null;
    }

    /// <inheritdoc/>
    public void AwaitNews(int limitMs)
    {
        _inbox.Wait(limitMs);
        TakeInbox();
        TakeMap();
    }

    /// <summary>Takes what has arrived while nothing was exchanged; on the exchanging thread, between two exchanges.</summary>
    public void Poll() => TakeInbox();

    /// <summary>Waits until links to so many nodes are open; on the exchanging thread.</summary>
    public void WaitForNodes(int nodes, TimeSpan limit)
    {
        long started = _options.Clock.GetTimestamp();
        for (TakeInbox(); OpenNodes < nodes && _options.Clock.GetElapsedTime(started) < limit; TakeInbox())
            _inbox.Wait(PollMs);
    }

    private int WaitMs()
    {
        _wakesUs = _machine.NextTickUs;
        long waitUs = _wakesUs == long.MaxValue ? 1_000_000 : _wakesUs - NowUs;
        return (int)Math.Clamp((waitUs + 999) / 1000, 0, 1_000);
    }

    private void TakeMap()
    {
        ExpertMap map = _options.Map();
        if (ReferenceEquals(map, _map))
            return;
        _map = map;
        Tell(new ExchangeMessage { Kind = ExchangeMessageKind.MapChanged, Map = map }, NowUs);
    }

    private void TakeInbox()
    {
        _inbox.TakeAll(_items);
        foreach (InboxItem item in _items)
            Take(item);
        _items.Clear();
    }

    /// <summary>On a link's thread, while the one that exchanges waits and touches nothing.</summary>
    /// <returns>Whether it has to go on.</returns>
    private bool TakeMeanwhile(InboxItem item)
    {
        Activity? own = Activity.Current;
        Activity.Current = _step;
        Take(item);
        Activity.Current = own;
        return _machine.IsComplete || _machine.NextTickUs < _wakesUs;
    }

    private void Take(in InboxItem item)
    {
        switch (item.Kind)
        {
            case InboxItemKind.Opened:
                _numbers[item.Link] = ++_lastLink;
                _links[_lastLink] = item.Link;
                Tell(new ExchangeMessage { Kind = ExchangeMessageKind.LinkOpened, Link = _lastLink, Peer = item.Link.Peer }, item.AtUs);
                break;
            case InboxItemKind.Broken:
                _numbers.Remove(item.Link, out int number);
                _links.Remove(number);
                _spans.Break(number);
                Tell(new ExchangeMessage { Kind = ExchangeMessageKind.LinkBroken, Link = number }, item.AtUs);
                break;
            default:
                _isKept = false;
                Take(item.Link, item.Frame!, item.AtUs);
                if (!_isKept)
                    item.Frame!.Dispose();
                break;
        }
        _openNodes = _machine.OpenNodes;
    }

    private void Take(IFrameLink link, FrameBuffer frame, long atUs)
    {
        // What a node states it holds is for whoever makes the map.
        if (!_numbers.TryGetValue(link, out int number) || frame.Header.Kind == FrameKind.Report)
            return;
        try
        {
            ExchangeMessage message = Message(frame, number);
            if (message.Kind == ExchangeMessageKind.Answered)
                CheckAnswer(frame, _machine.PairsOf(number, message.FrameId));
            Counts.CameBack(frame.Header.Kind);
            _spans.End(number, frame.Header);
            Tell(message, atUs, frame);
        }
        catch (FrameFault fault)
        {
            link.Break(fault.Message);
        }
    }

    private void CheckAnswer(FrameBuffer frame, int pairs)
    {
        IRowCodec codec = _options.Rows.Answer;
        if (frame.Header.Format != codec.Format)
            throw new FrameFault($"outputs as {frame.Header.Format}, where {codec.Format} is spoken");
        if (pairs > 0 && frame.Payload.Length != pairs * (long)codec.BytesOf(_options.HiddenSize))
            throw new FrameFault($"an answer of {frame.Payload.Length} bytes for {pairs} pairs");
    }

    private static ExchangeMessage Message(FrameBuffer frame, int link)
    {
        FrameHeader header = frame.Header;
        var message = new ExchangeMessage { Link = link, FrameId = header.FrameId, Layer = header.Layer };
        switch (header.Kind)
        {
            case FrameKind.Answer:
                return message with { Kind = ExchangeMessageKind.Answered };
            case FrameKind.Started:
                return message with { Kind = ExchangeMessageKind.Started };
            case FrameKind.NotHere:
                return message with { Kind = ExchangeMessageKind.NotHere, Experts = ExpertListPayload.Read(frame.Payload) };
            case FrameKind.Failed:
                FailedPayload failed = FailedPayload.Parse(frame.Payload);
                return message with { Kind = ExchangeMessageKind.Failed, Row = failed.Row, Cause = failed.Cause };
            case FrameKind.Credit:
                return message with { Kind = ExchangeMessageKind.Granted, CreditRows = CreditPayload.Read(frame.Payload) };
            case FrameKind.Holdings:
                return message with { Kind = ExchangeMessageKind.Held, Experts = ExpertListPayload.Read(frame.Payload) };
            default:
                throw new FrameFault($"{header.Kind}, which a node doesn't send to a router");
        }
    }

    private void Tell(in ExchangeMessage message, long atUs, FrameBuffer? answer = null)
    {
        _toldUs = Math.Max(_toldUs, atUs);
        _machine.Handle(message, _toldUs, _effects);
        Perform(answer);
    }

    private void Perform(FrameBuffer? answer)
    {
        foreach (ExchangeEffect effect in _effects)
        {
            if (effect.Kind == ExchangeEffectKind.Accept)
            {
                Accept(effect, answer!);
                Counts.Answered(NowUs - effect.Frame.SentUs);
            }
            else
                Send(effect.Frame);
        }
        _effects.Clear();
    }

    private void Send(FrameInFlight frame)
    {
        // A link that broke or can't take more is reported as broken by itself, and its frames go elsewhere then.
        if (!_links.TryGetValue(frame.Link, out IFrameLink? link))
            return;
        ExpertDispatch dispatch = _machine.Dispatch;
        IRowCodec codec = _options.Rows.Dispatch;
        int versions = FindVersions(frame, dispatch);
        Activity? span = _spans.Begin(frame);
        bool tellsTrace = span is not null && link.TakesExtended;
        int lists = DispatchPayload.ListBytes(frame.Rows, frame.Pairs.Count, versions > 0 ? versions : -1, tellsTrace);
        FrameBuffer buffer = link.Rent(lists + frame.Rows * codec.BytesOf(_options.HiddenSize));
        Span<byte> payload = buffer.Payload;
        payload[..lists].Clear();
        Span<byte> left = WriteRows(frame, dispatch, payload[..lists], payload[lists..]);
        if (versions > 0)
            left = DispatchPayload.WriteVersions(left, _versions.AsSpan(0, versions));
        if (tellsTrace)
            TracePayload.Write(left, span!.Context);
        buffer.Header = new FrameHeader
        {
            Kind = FrameKind.Dispatch,
            Flags = versions > 0 ? frame.Flags | FrameFlags.Versions : frame.Flags,
            FrameId = frame.Id,
            Epoch = frame.Epoch,
            Revision = frame.Map.Revision,
            Layer = frame.Layer,
            Rows = frame.Rows,
            Format = codec.Format,
            IsExtended = tellsTrace,
        };
        Counts.Sent(frame.Flags);
        link.SendOrBreak(buffer);
    }

    /// <summary>Finds the experts of a frame that were updated in its rows' revision.</summary>
    /// <returns>How many; they stand in <see cref="_versions"/>, ascending.</returns>
    private int FindVersions(FrameInFlight frame, ExpertDispatch dispatch)
    {
        int count = 0;
        foreach (ExpertPlacement updated in frame.Map.UpdatedOf(frame.Layer))
        {
            if (!Has(frame, dispatch, updated.Expert.Index))
                continue;
            if (_versions.Length == count)
                Array.Resize(ref _versions, Math.Max(4, 2 * count));
            _versions[count++] = (updated.Expert.Index, updated.Version);
        }
        return count;
    }

    private static bool Has(FrameInFlight frame, ExpertDispatch dispatch, int expert)
    {
        foreach (int pair in frame.Pairs)
        {
            if (dispatch.Experts[pair] == expert)
                return true;
        }
        return false;
    }

    /// <summary>Returns what is left of the lists.</summary>
    private Span<byte> WriteRows(FrameInFlight frame, ExpertDispatch dispatch, Span<byte> lists, Span<byte> rows)
    {
        IRowCodec codec = _options.Rows.Dispatch;
        int hidden = _options.HiddenSize, rowBytes = codec.BytesOf(hidden);
        Span<int> experts = stackalloc int[Contracts.Limits.ActiveExpertsMax];
        int active = dispatch.ActiveExperts;
        for (int first = 0; first < frame.Pairs.Count;)
        {
            int row = frame.Pairs[first] / active;
            int count = 0;
            while (first < frame.Pairs.Count && frame.Pairs[first] / active == row)
                experts[count++] = dispatch.Experts[frame.Pairs[first++]];
            lists = DispatchPayload.WriteRow(lists, experts[..count]);
            codec.Encode(dispatch.Input.AsSpan(row * hidden, hidden), rows[..rowBytes]);
            rows = rows[rowBytes..];
        }
        return lists;
    }

    /// <summary>Asked for only while there are suspects.</summary>
    private ulong KeyOf(int row) => RowKey.Of(_machine.Dispatch.Input.AsSpan(row * _options.HiddenSize, _options.HiddenSize));

    private void Accept(in ExchangeEffect effect, FrameBuffer answer)
    {
        ExpertDispatch dispatch = _machine.Dispatch;
        List<int> pairs = effect.Frame.Pairs;
        for (int i = 0; i < pairs.Count; i++)
        {
            if (effect.Fresh[i])
                dispatch.SetOutput(pairs[i] / dispatch.ActiveExperts, pairs[i] % dispatch.ActiveExperts, IsReadInPlace ? InPlace(answer, i) : Decoded(answer, i, pairs[i]));
        }
        if (!IsReadInPlace)
            return;
        dispatch.Keep(answer);
        _isKept = true;
    }

    private Memory<float> InPlace(FrameBuffer answer, int index) => answer.Floats.Slice(index * _options.HiddenSize, _options.HiddenSize);

    private Memory<float> Decoded(FrameBuffer answer, int index, int pair)
    {
        int rowBytes = _options.Rows.Answer.BytesOf(_options.HiddenSize);
        Memory<float> row = _outputs.AsMemory(pair * _options.HiddenSize, _options.HiddenSize);
        _options.Rows.Answer.Decode(answer.Payload.Slice(index * rowBytes, rowBytes), row.Span);
        return row;
    }
}
