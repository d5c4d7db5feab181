using System.Globalization;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Requests;
using ElasticMoE.Engine.Scheduling;
using ElasticMoE.Simulation.Core;
using ElasticMoE.Simulation.Network;
using ElasticMoE.Simulation.StandIn;

namespace ElasticMoE.Simulation.Cluster;

/// <summary>
/// A router: the product's <see cref="Scheduler"/> and exchange around stand-in arithmetic, in the engine's order: (1) schedule, (2) forward,
/// layer by layer, (3) sample, (4) emit. Like the engine it has one thread, which takes in what has arrived only while it waits.
/// </summary>
internal sealed class SimulatedRouter(Scene scene, int number)
    : LinkedProcess(scene.World, scene.Network, string.Create(CultureInfo.InvariantCulture, $"router {number}")), IMapTaker
{
    private const long LayerUs = 60, RowUs = 8, RestUs = 5_000, TickLateMaxUs = 1_000;
    private const int StepTokens = 64, Running = 12;

    private readonly StepPlan _plan = new();
    private readonly Dictionary<long, ServedRequest> _served = [];
    private readonly Queue<(LinkEnd End, ExpertFrame? Frame)> _inbox = [];
    private Scheduler _scheduler = null!;
    private StandInStep _step = null!;
    private ExchangeShell _exchange = null!;
    private ExpertMap _map = null!;
    private ExpertMap _knownMap = null!;
    private RouterPhase _phase;
    private long _lastId;
    private long _turn;
    private long _tickUs;
    private bool _hasParked;
    private RequestDesk _desk = null!;

    public NodeIdentity Identity => new(new(number), new((ulong)Life));

    /// <summary>The newest it has heard of.</summary>
    public ExpertMap Map => _map;

    /// <summary>Until when its engine takes no step, while it answers pings.</summary>
    public long HangsUntilUs { get; set; }

    public bool IsDraining => _desk.Draining is not null;

    public TokenServiceStatus Status => new() { Running = _scheduler.Running.Count, Waiting = _scheduler.Waiting.Count, Steps = _turn };

    /// <summary>Nodes that have died without its knowing.</summary>
    public int UnknownDeaths => Ends.Count(end => end.Peer is { IsOpen: false, Owner: SimulatedNode });

    public void Take(ExpertMap map)
    {
        if (map.Epoch <= _map.Epoch)
            return;
        _map = map;
        _desk.Retry();
    }

    /// <summary>Takes a request on.</summary>
    public ServedRequest Begin(LinkEnd gateway, ulong id, TokenRequest request, Revision revision)
    {
        var sequence = new StandInSequence(++_lastId, request.Tokens.Span, request.PromptLength!.Value + request.OutputMax!.Value, scene.Model.Layers) { Revision = revision };
        var served = new ServedRequest(gateway, id, request, sequence);
        World.Note(Name, $"takes on request {(long)request.Seed}, {sequence.Tokens.Count} tokens, revision {revision.Value}");
        scene.Requests.Began((int)request.Seed, Identity, UnknownDeaths);
        _served.Add(sequence.Id, served);
        _scheduler.TryEnqueue(served.Schedule);
        if (_phase == RouterPhase.Idle)
            After(0, () => GoOn(RouterPhase.Idle));
        return served;
    }

    /// <summary>Nobody wants a request any more; it costs at most the step it is in.</summary>
    public void Cancel(ServedRequest? served) => served?.IsCancelled = true;

    /// <summary>Takes no further requests, and goes when those it has are over.</summary>
    public void Drain()
    {
        World.Note(Name, $"drains");
        _desk.Drain("this router drains");
        LeaveWhenIdle();
    }

    /// <summary>Asked before each effect.</summary>
    public bool PerformsNext() => Lives();

    protected override void OnStart()
    {
        base.OnStart();
        _map = _knownMap = scene.Maps.Current;
        (_phase, _tickUs, _hasParked, _lastId, HangsUntilUs) = (RouterPhase.Idle, long.MaxValue, false, 0, 0);
        _scheduler = new(new() { StepTokensMax = StepTokens, RunningMax = Running, WaitingMax = 1000, BlockPositions = StandInLedger.BlockPositions });
        _step = new(scene.Model, scene.Bug);
        _exchange = new(scene, this, _step);
        _desk = new(scene, this);
        _desk.SendLoads();
        foreach (SimulatedNode node in scene.Nodes)
            Reach(node);
    }

    protected override void OnCrash()
    {
        base.OnCrash();
        _served.Clear();
        _inbox.Clear();
        _exchange.Lost();
    }

    protected override void OnOpened(LinkEnd end)
    {
        if (end.Peer!.Owner is SimulatedNode)
            Put(end, null);
        else
            _desk.Opened(end);
    }

    protected override void OnArrived(LinkEnd end, SimulatedMessage message)
    {
        if (message is ExpertFrame frame)
            Put(end, frame);
        else
            _desk.Arrived(end, (RequestFrame)message);
    }

    protected override void OnBroken(LinkEnd end)
    {
        if (end.Peer!.Owner is not SimulatedNode node)
        {
            _desk.Broken(end);
            return;
        }
        Put(end, null);
        ReachAgain(node);
    }

    private void LeaveWhenIdle()
    {
        if (_desk.IsIdle)
            Crash("it has drained");
        else
            After(RestUs, LeaveWhenIdle);
    }

    private void Put(LinkEnd end, ExpertFrame? frame)
    {
        _inbox.Enqueue((end, frame));
        if (_phase != RouterPhase.Computing)
            TakeIn();
    }

    private void TakeIn()
    {
        while (IsAlive && _inbox.TryDequeue(out (LinkEnd End, ExpertFrame? Frame) item))
        {
            if (item.Frame is not null)
                _exchange.Arrived(item.End, item.Frame);
            else if (item.End.IsOpen)
                _exchange.Opened(item.End);
            else
                _exchange.Broken(item.End);
        }
        TakeMap();
        if (!IsAlive)
            return;
        if (_phase == RouterPhase.Resting)
            GoOn(RouterPhase.Resting);
        else
            Check();
    }

    private void TakeMap()
    {
        if (!IsAlive || ReferenceEquals(_map, _knownMap) || (scene.Bug == PlantedBug.RetriesKeepTheMap && _hasParked))
            return;
        _knownMap = _map;
        _exchange.Take(_map);
    }

    /// <summary>(1) Schedule.</summary>
    private void GoOn(RouterPhase from)
    {
        if (_phase != from)
            return;
        _turn++;
        _phase = RouterPhase.Idle;
        DropCancelled();
        if (_scheduler.IsIdle)
            return;
        _scheduler.Plan(new StandInLedger(_served.Values.Select(served => served.Schedule)), StepTokens, ClockUs / 1000, _plan);
        if (_plan.Chunks.Count == 0)
        {
            Rest();
            return;
        }
        _step.Begin(_plan.Chunks.Select(chunk => new StepPart(_served[chunk.Sequence.Arrival].Sequence, chunk.Sequence.Computed, chunk.Tokens)));
        Compute();
    }

    private void Rest()
    {
        _phase = RouterPhase.Resting;
        long turn = _turn;
        After(RestUs, () =>
        {
            if (turn == _turn)
                GoOn(RouterPhase.Resting);
        });
    }

    /// <summary>(2) Forward: a layer's own work, then its experts.</summary>
    private void Compute()
    {
        _phase = RouterPhase.Computing;
        After(Math.Max(0, HangsUntilUs - World.NowUs) + LayerUs + RowUs * _step.Dispatch.Rows, () =>
        {
            // As the shell in the product does: what has arrived, then the map, then the layer.
            TakeIn();
            if (!IsAlive)
                return;
            _phase = RouterPhase.Exchanging;
            _exchange.Begin();
            Check();
        });
    }

    private void Check()
    {
        if (!IsAlive || _phase != RouterPhase.Exchanging)
            return;
        if (!_exchange.IsComplete)
        {
            PlanTick();
            return;
        }
        _exchange.CheckComplete();
        if (_step.Resume())
            Compute();
        else
            Emit();
    }

    private void PlanTick()
    {
        if (_exchange.NextTickUs >= _tickUs || _exchange.NextTickUs == long.MaxValue)
            return;
        long dueUs = _tickUs = _exchange.NextTickUs;
        After(Math.Max(0, dueUs - ClockUs) + scene.Random.Between(0, TickLateMaxUs), () =>
        {
            if (_tickUs != dueUs)
                return;
            _tickUs = long.MaxValue;
            if (_phase != RouterPhase.Exchanging)
                return;
            TakeMap();
            if (IsAlive && ClockUs >= _exchange.NextTickUs)
                _exchange.Tick();
            Check();
        });
    }

    /// <summary>(3) Sample and (4) emit.</summary>
    private void Emit()
    {
        _hasParked = false;
        int firstRow = 0;
        for (int i = 0; i < _plan.Chunks.Count; firstRow += _plan.Chunks[i++].Tokens)
        {
            PlannedChunk chunk = _plan.Chunks[i];
            ServedRequest served = _served[chunk.Sequence.Arrival];
            bool completes = chunk.Completes;
            int ready = _step.ReadyRows(firstRow, chunk.Tokens);
            _scheduler.Complete(chunk, ready);
            if (!Lives())
                return;
            if (ready < chunk.Tokens)
                Hold(served, firstRow + ready);
            else if (completes && !served.IsCancelled)
                Emit(served, StandInModel.Sample(_step.RowOf(firstRow + chunk.Tokens - 1)));
        }
        _phase = RouterPhase.Idle;
        GoOn(RouterPhase.Idle);
    }

    private void Hold(ServedRequest served, int lostRow)
    {
        _hasParked = true;
        if (_step.Dispatch.FailureOf(lostRow) is not { } failure)
            return;
        Remove(served);
        _desk.End(served, TokenFinish.Error(RequestFailure.Failed, failure));
    }

    private void Emit(ServedRequest served, int token)
    {
        served.Sequence.Tokens.Add(token);
        served.Schedule.KnownTokens++;
        _desk.Token(served);
        if (!served.IsComplete)
            return;
        Remove(served);
        _desk.End(served, new() { Reason = FinishReason.Length });
    }

    private void DropCancelled()
    {
        foreach (ServedRequest served in _served.Values.ToArray())
        {
            if (served.IsCancelled)
                Remove(served);
            else if (!served.Gateway.IsOpen)
                World.Violate($"{Name} goes on with request {served.Request.Seed}, whose gateway it has lost");
        }
    }

    private void Remove(ServedRequest served)
    {
        _scheduler.Remove(served.Schedule);
        _served.Remove(served.Sequence.Id);
    }
}
