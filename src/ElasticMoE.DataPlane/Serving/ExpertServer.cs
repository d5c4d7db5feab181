using System.Diagnostics;
using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Experts;
using ElasticMoE.Contracts.Tracing;
using ElasticMoE.DataPlane.Frames;
using ElasticMoE.DataPlane.Hosting;
using ElasticMoE.DataPlane.Links;

namespace ElasticMoE.DataPlane.Serving;

/// <summary>
/// Serves experts over links: the shell around <see cref="ServingMachine"/>. A link's thread that brings rows which decode, while nothing runs, computes
/// them itself: to wake another thread takes longer than what comes on the link meanwhile waits. All else is handed to a thread of the server's own. The
/// machine is touched under one lock, which is never held while something is computed.
/// </summary>
public sealed class ExpertServer : IFrameReceiver, IDisposable
{
    private readonly IExpertHost _host;
    private readonly int _creditRows;
    private readonly FaultFinder _faults;
    private readonly RowCodecs _rows;
    private readonly AnswerWriter _answer;
    private readonly ReplicaTable _replicas;
    private readonly ServingMachine _machine;
    private readonly Dictionary<int, IFrameLink> _links = [];
    private readonly Dictionary<IFrameLink, int> _numbers = [];
    private readonly Stack<ServingWork> _unused = new();
    private readonly List<ServingEffect> _effects = [];
    private readonly object _gate = new();
    private readonly Thread _computing;
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ServingWork? _next;
    private ServingWork? _brought;
    private long _changesSeen;
    private int _lastLink;
    private bool _ended;

    /// <summary>The server of a process that has all weights in memory, and to which nothing is assigned yet.</summary>
    /// <param name="host">Runs the mathematics; its calls come one at a time, on one thread.</param>
    /// <param name="layers">The model's layers.</param>
    /// <param name="creditRows">Rows that one router may have here at once; 0 to <see cref="Limits.ServingRowsMax"/>.</param>
    /// <param name="rows">How rows travel; by default as they are.</param>
    public ExpertServer(IExpertHost host, int layers, int creditRows = Limits.CreditRowsDefault, RowCodecs? rows = null)
        : this(host, ReplicaTable.OfWholeModel([.. Enumerable.Range(0, layers).Select(host.ExpertsOf)]), creditRows, rows)
    {
    }

    /// <summary>The server of a node's replicas.</summary>
    /// <param name="host">Runs the mathematics; its calls come one at a time, on one thread.</param>
    /// <param name="replicas">What the node holds; from now on touched under this server's lock alone (<see cref="Locked"/>).</param>
    /// <param name="creditRows">Rows that one router may have here at once; 0 to <see cref="Limits.ServingRowsMax"/>.</param>
    /// <param name="rows">How rows travel; by default as they are.</param>
    public ExpertServer(IExpertHost host, ReplicaTable replicas, int creditRows = Limits.CreditRowsDefault, RowCodecs? rows = null)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)creditRows, (uint)Limits.ServingRowsMax);
        (_host, _creditRows, _rows) = (host, creditRows, rows ?? RowCodecs.F32);
        (_replicas, _machine, _faults, _answer) = (replicas, new(replicas), new(host), new(_rows.Answer, host.HiddenSize));
        _computing = new Thread(Compute) { IsBackground = true, Name = "experts" };
        _computing.Start();
    }

    /// <summary>Told when frames have changed replicas' phases: a takeover, a last hold that was released. Called under the lock; must not wait.</summary>
    public Action? ReplicasChanged { get; set; }

    /// <summary>Whether rows wait or run.</summary>
    public bool IsBusy
    {
        get
        {
            lock (_gate)
                return _machine.Load > 0;
        }
    }

    /// <summary>Takes no further rows: routers hear that nothing is here, and go elsewhere at once.</summary>
    /// <returns>Completes when what it had taken has been answered.</returns>
    public Task DrainAsync()
    {
        lock (_gate)
        {
            _machine.IsEnding = true;
            Perform();
        }
        return _idle.Task;
    }

    /// <summary>Touches the replicas, or what depends on them, while nothing else does.</summary>
    public T Locked<T>(Func<T> touch)
    {
        lock (_gate)
        {
            T result = touch();
            _changesSeen = _replicas.Changes;
            return result;
        }
    }

    /// <summary>Changes replicas' states.</summary>
    public void Change(Action<ServingMachine> change)
    {
        lock (_gate)
            change(_machine);
    }

    /// <inheritdoc/>
    public void Opened(IFrameLink link)
    {
        lock (_gate)
        {
            _numbers[link] = ++_lastLink;
            _links[_lastLink] = link;
        }
        Send(link, new FrameHeader { Kind = FrameKind.Credit }, CreditPayload.Bytes, payload => CreditPayload.Write(payload, _creditRows));
    }

    /// <inheritdoc/>
    public void Broken(IFrameLink link, string reason)
    {
        lock (_gate)
        {
            if (!_numbers.Remove(link, out int number))
                return;
            _links.Remove(number);
            _machine.Break(number, _effects);
            Perform();
        }
    }

    /// <inheritdoc/>
    public void Received(IFrameLink link, FrameBuffer frame)
    {
        using (frame)
            Take(link, frame);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _ended = true;
            Monitor.PulseAll(_gate);
        }
        _computing.Join();
    }

    private void Take(IFrameLink link, FrameBuffer frame)
    {
        if (frame.Header.Kind != FrameKind.Dispatch)
            throw new FrameFault($"{frame.Header.Kind}, which a router doesn't send to a node");
        if (frame.Header.Format != _rows.Dispatch.Format)
            throw new FrameFault($"rows as {frame.Header.Format}, where {_rows.Dispatch.Format} is spoken");
        ServingWork work = Rent();
        work.Header = frame.Header;
        int rowBytes = _rows.Dispatch.BytesOf(_host.HiddenSize);
        int rows = DispatchPayload.ReadLists(frame.Payload, frame.Header, rowBytes, work.Experts);
        work.Trace = DispatchPayload.ReadTrace(frame.Payload, frame.Header, work.Experts);
        CheckAnswerSize(work);
        CopyRows(frame.Payload[rows..], work.Experts);
        lock (_gate)
        {
            if (!_numbers.TryGetValue(link, out int number))
                return;
            // What a router sent before it heard of less is no offence.
            int rowsMax = Math.Max(_creditRows, Limits.CreditRowsDefault);
            if (_machine.RowsOf(number) + work.Experts.Rows > rowsMax)
                throw new FrameFault($"more than {rowsMax} rows wait for answers");
            work.Link = number;
            _machine.Dispatch(work, _effects);
            _brought = work.Header.Flags.Has(FrameFlags.Decode) ? work : null;
            Perform();
            bool runsNow = _next == work && _brought == work;
            _brought = null;
            if (!runsNow)
                return;
            _next = null;
        }
        Complete(work);
    }

    private ServingWork Rent()
    {
        lock (_gate)
            return _unused.TryPop(out ServingWork? work) ? work : new();
    }

    private void CheckAnswerSize(ServingWork work)
    {
        if (work.Experts.Pairs * (long)_rows.Answer.BytesOf(_host.HiddenSize) > Limits.FramePayloadBytesMax)
            throw new FrameFault($"a dispatch of {work.Experts.Pairs} pairs, whose answer is over the limit");
    }

    private void CopyRows(ReadOnlySpan<byte> rows, ExpertWork work)
    {
        int inputs = work.Rows * _host.HiddenSize;
        if (work.Input.Length < inputs)
            work.Input = GC.AllocateUninitializedArray<float>(inputs);
        int rowBytes = _rows.Dispatch.BytesOf(_host.HiddenSize);
        for (int row = 0; row < work.Rows; row++)
            _rows.Dispatch.Decode(rows.Slice(row * rowBytes, rowBytes), work.Input.AsSpan(row * _host.HiddenSize, _host.HiddenSize));
    }

    private void Compute()
    {
        while (Next() is { } work)
            Complete(work);
    }

    private void Complete(ServingWork work)
    {
        IFrameLink? link;
        lock (_gate)
            _links.TryGetValue(work.Link, out link);
        if (link is not null)
            _answer.Begin(link, work.Experts.Pairs);
        work.Experts.Outputs = link is null ? null : _answer;
        FailedPayload? failure = Run(work);
        lock (_gate)
        {
            if (failure is null)
                _machine.Done(_effects);
            else
                _machine.Failed(failure.Value, _effects);
            Perform();
            _answer.Drop();
        }
    }

    private FailedPayload? Run(ServingWork work)
    {
        using Activity? span = Traces.Under(work.Trace, "experts", ActivityKind.Server);
        span?.SetTag("layer", work.Header.Layer).SetTag("rows", work.Experts.Rows).SetTag("pairs", work.Experts.Pairs);
        try
        {
            _host.Run(work.Experts);
            return null;
        }
        catch (Exception thrown)
        {
            // Whatever the mathematics throws concerns this frame: the router fails the row at fault, or takes all elsewhere.
            span?.SetStatus(ActivityStatusCode.Error);
            return _faults.Find(work.Experts, thrown);
        }
    }

    private ServingWork? Next()
    {
        lock (_gate)
        {
            while (_next is null && !_ended)
                Monitor.Wait(_gate);
            ServingWork? work = _ended ? null : _next;
            _next = null;
            return work;
        }
    }

    private void Perform()
    {
        foreach (ServingEffect effect in _effects)
            Perform(effect);
        _effects.Clear();
        if (_machine is { IsEnding: true, Load: 0 })
            _idle.TrySetResult();
        if (_changesSeen == _replicas.Changes)
            return;
        _changesSeen = _replicas.Changes;
        ReplicasChanged?.Invoke();
    }

    private void Perform(in ServingEffect effect)
    {
        switch (effect.Kind)
        {
            case ServingEffectKind.Run:
                _next = effect.Work;
                if (effect.Work != _brought)
                    Monitor.PulseAll(_gate);
                break;
            case ServingEffectKind.SendStarted: Send(effect.Work!, FrameKind.Started, 0); break;
            case ServingEffectKind.SendNotHere: SendNotHere(effect.Work!); break;
            case ServingEffectKind.SendAnswer: SendAnswer(effect.Work!); break;
            case ServingEffectKind.SendFailed: Send(effect.Work!, FrameKind.Failed, effect.Failure.Size, effect.Failure.Format); break;
            case ServingEffectKind.Report: Report(effect.Expert); break;
            case ServingEffectKind.Release: _unused.Push(effect.Work!); break;
            default: throw new ArgumentOutOfRangeException(nameof(effect));
        }
    }

    private void SendAnswer(ServingWork work)
    {
        if (!_links.TryGetValue(work.Link, out IFrameLink? link))
            return;
        FrameBuffer answer = _answer.End();
        answer.Header = work.Header with { Kind = FrameKind.Answer, Flags = FrameFlags.None, Format = _rows.Answer.Format, IsExtended = false };
        link.SendOrBreak(answer);
    }

    private void SendNotHere(ServingWork work)
    {
        int[] missing = [.. Enumerable.Range(0, work.Experts.Pairs).Where(pair => !_machine.IsHere(work, pair)).Select(pair => work.Experts.Experts[pair]).Distinct()];
        Send(work, FrameKind.NotHere, ExpertListPayload.Bytes(missing.Length), payload => ExpertListPayload.Write(payload, missing));
    }

    private void Report(ExpertId expert)
    {
        foreach (IFrameLink link in _links.Values)
            Send(link, new FrameHeader { Kind = FrameKind.Holdings, Layer = expert.Layer }, ExpertListPayload.Bytes(1), payload => ExpertListPayload.Write(payload, [expert.Index]));
    }

    private void Send(ServingWork work, FrameKind kind, int payloadBytes, PayloadWriter? write = null)
    {
        // Where the router is gone, nobody wants to know.
        if (_links.TryGetValue(work.Link, out IFrameLink? link))
            Send(link, work.Header with { Kind = kind, Flags = FrameFlags.None, IsExtended = false }, payloadBytes, write);
    }

    private static void Send(IFrameLink link, in FrameHeader header, int payloadBytes, PayloadWriter? write)
    {
        FrameBuffer frame = link.Rent(payloadBytes);
        frame.Header = header;
        write?.Invoke(frame.Payload);
        link.SendOrBreak(frame);
    }

    private delegate void PayloadWriter(Span<byte> payload);
}
