using System.Globalization;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Engine.Scheduling;
using ElasticMoE.Simulation.Core;
using ElasticMoE.Simulation.Network;
using ElasticMoE.Simulation.Requests;
using ElasticMoE.Simulation.StandIn;

namespace ElasticMoE.Simulation.Cluster;

/// <summary>
/// A router: the product's <see cref="Scheduler"/> and exchange around stand-in arithmetic, in the engine's order: (1) schedule, (2) forward,
/// layer by layer, (3) sample, (4) emit. Like the engine it has one thread, which takes in what has arrived only while it waits.
/// </summary>
internal sealed class SimulatedRouter(Scene scene, int number)
    : LinkedProcess(scene.World, scene.Network, string.Create(CultureInfo.InvariantCulture, $"router {number}")), IMapTaker, IRequestServer
{
    private const long LayerUs = 60, RowUs = 8, RestUs = 5_000, TickLateMaxUs = 1_000;
    private const long DialAgainMinUs = 10_000, DialAgainMaxUs = 1_000_000;
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

    public int UnknownDeaths => Ends.Count(end => end.Peer is { IsOpen: false });

    public void Take(ExpertMap map)
    {
        if (map.Epoch > _map.Epoch)
            _map = map;
    }

    public void Submit(SimulatedRequest request, int attempt)
    {
        int accepted = scene.Bug == PlantedBug.ResubmissionStartsOver ? 0 : request.Accepted;
        var sequence = new StandInSequence(++_lastId, [.. request.Prompt, .. request.Expected.Take(accepted)], request.Prompt.Count + request.Expected.Count, scene.Model.Layers);
        var served = new ServedRequest(request, attempt, sequence);
        World.Note(Name, $"takes on request {request.Number}, attempt {attempt}, {sequence.Tokens.Count} tokens");
        _served.Add(sequence.Id, served);
        _scheduler.TryEnqueue(served.Schedule);
        if (_phase == RouterPhase.Idle)
            After(0, () => GoOn(RouterPhase.Idle));
    }

    /// <summary>Asked before each effect.</summary>
    public bool PerformsNext() => Lives();

    protected override void OnStart()
    {
        base.OnStart();
        _map = _knownMap = scene.Maps.Current;
        (_phase, _tickUs, _hasParked, _lastId) = (RouterPhase.Idle, long.MaxValue, false, 0);
        _scheduler = new(new() { StepTokensMax = StepTokens, RunningMax = Running, WaitingMax = 1000, BlockPositions = StandInLedger.BlockPositions });
        _step = new(scene.Model, scene.Bug);
        _exchange = new(scene, this, _step);
        foreach (SimulatedNode node in scene.Nodes)
            Dial(node, DialAgainMinUs);
    }

    protected override void OnCrash()
    {
        base.OnCrash();
        _served.Clear();
        _inbox.Clear();
        _exchange.Lost();
        scene.Requests.Lost(this);
    }

    protected override void OnOpened(LinkEnd end) => Put(end, null);

    protected override void OnArrived(LinkEnd end, SimulatedMessage message) => Put(end, (ExpertFrame)message);

    protected override void OnBroken(LinkEnd end)
    {
        Put(end, null);
        var node = (SimulatedNode)end.Peer!.Owner;
        After(DialAgainMinUs, () => Dial(node, DialAgainMinUs));
    }

    private void Dial(SimulatedNode node, long againUs) => Network.Dial(this, node, end =>
    {
        if (end is not null)
            Opened(end);
        else
            After(againUs, () => Dial(node, Math.Min(2 * againUs, DialAgainMaxUs)));
    });

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
        if (_scheduler.IsIdle)
            return;
        _scheduler.Plan(new StandInLedger(_served.Values.Select(served => served.Schedule)), StepTokens, _plan);
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
        After(LayerUs + RowUs * _step.Dispatch.Rows, () =>
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
        After(Math.Max(0, dueUs - World.NowUs) + scene.Random.Between(0, TickLateMaxUs), () =>
        {
            if (_tickUs != dueUs)
                return;
            _tickUs = long.MaxValue;
            if (_phase != RouterPhase.Exchanging)
                return;
            TakeMap();
            if (IsAlive && World.NowUs >= _exchange.NextTickUs)
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
            Scheduler.Complete(chunk, ready);
            if (!Lives())
                return;
            if (ready < chunk.Tokens)
                Hold(served, firstRow + ready);
            else if (completes)
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
        if (scene.Bug == PlantedBug.FailureIsACleanEnd)
            scene.Requests.Complete(served.Request, served.Attempt);
        else
            scene.Requests.Fail(served.Request, served.Attempt, failure);
    }

    private void Emit(ServedRequest served, int token)
    {
        served.Sequence.Tokens.Add(token);
        served.Schedule.KnownTokens++;
        int index = served.Sequence.Tokens.Count - served.Request.Prompt.Count - 1;
        scene.Requests.Token(served.Request, served.Attempt, index, token);
        if (index + 1 < served.Request.Expected.Count)
            return;
        Remove(served);
        scene.Requests.Complete(served.Request, served.Attempt);
    }

    private void Remove(ServedRequest served)
    {
        _scheduler.Remove(served.Schedule);
        _served.Remove(served.Sequence.Id);
    }
}
