using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Experts;
using ElasticMoE.DataPlane.Exchange;
using ElasticMoE.DataPlane.Frames;
using ElasticMoE.Simulation.Core;
using ElasticMoE.Simulation.Network;
using ElasticMoE.Simulation.Requests;
using ElasticMoE.Simulation.StandIn;

namespace ElasticMoE.Simulation.Cluster;

/// <summary>
/// The shell around the product's <see cref="ExchangeMachine"/>, as the product's own shell is one: numbers links, performs effects. It checks
/// that every output is taken once and is the model's, and it is where most bugs are planted.
/// </summary>
internal sealed class ExchangeShell(Scene scene, SimulatedRouter router, StandInStep step)
{
    private readonly ExchangeMachine _machine = new(scene.Maps.Current, scene.Random.Bits(), step.RowOf);
    private readonly List<ExchangeEffect> _effects = [];
    private readonly Dictionary<LinkEnd, int> _numbers = [];
    private readonly Dictionary<int, LinkEnd> _links = [];
    private readonly List<OutFrame> _out = [];
    private bool[] _taken = [];
    private int _lastLink;

    public bool IsComplete => _machine.IsComplete;

    public long NextTickUs => scene.Bug == PlantedBug.TicksUnheard ? long.MaxValue : _machine.NextTickUs;

    public void Opened(LinkEnd end)
    {
        NodeIdentity peer = ((SimulatedNode)end.Peer!.Owner).Identity;
        if (scene.Bug == PlantedBug.IncarnationUnheard)
            peer = peer with { Incarnation = new(1) };
        _links[_numbers[end] = ++_lastLink] = end;
        Tell(new() { Kind = ExchangeMessageKind.LinkOpened, Link = _lastLink, Peer = peer });
    }

    public void Broken(LinkEnd end)
    {
        // A node that lives runs what it has begun, though nobody waits for it; and what it said of that may be lost with the link.
        foreach (OutFrame frame in _out.Where(frame => frame.End == end && frame.Poison is not null))
            frame.Poison!.Copies += end.Peer!.Owner.IsAlive || (frame.IsSuspect && !frame.IsStarted) ? 1 : 0;
        _out.RemoveAll(frame => frame.End == end);
        if (!_numbers.Remove(end, out int number))
            return;
        _links.Remove(number);
        Tell(new() { Kind = ExchangeMessageKind.LinkBroken, Link = number });
    }

    public void Take(ExpertMap map) => Tell(new() { Kind = ExchangeMessageKind.MapChanged, Map = map });

    public void Tick() => Tell(new() { Kind = ExchangeMessageKind.Tick });

    public void Begin()
    {
        int pairs = step.Dispatch.Rows * step.Dispatch.ActiveExperts;
        if (_taken.Length < pairs)
            _taken = new bool[pairs];
        Array.Clear(_taken);
        _machine.Begin(step.Dispatch, router.ClockUs, _effects);
        Perform(answer: null);
    }

    public void Arrived(LinkEnd end, ExpertFrame frame)
    {
        if (!_numbers.TryGetValue(end, out int link))
            return;
        if (frame.Kind == FrameKind.Started)
            _out.Find(sent => sent.End == end && sent.Id == frame.Id)?.IsStarted = true;
        var message = new ExchangeMessage { Link = link, FrameId = frame.Id, Layer = frame.Layer };
        switch (frame.Kind)
        {
            case FrameKind.Answer:
                Answered(end, frame, message with { Kind = ExchangeMessageKind.Answered });
                break;
            case FrameKind.Started when scene.Bug != PlantedBug.StartedUnheard:
                Tell(message with { Kind = ExchangeMessageKind.Started });
                break;
            case FrameKind.NotHere when scene.Bug != PlantedBug.NotHereUnheard:
                Forget(end, frame.Id);
                Tell(message with { Kind = ExchangeMessageKind.NotHere, Experts = frame.Experts[0] });
                break;
            case FrameKind.Failed:
                Forget(end, frame.Id);
                Tell(message with { Kind = ExchangeMessageKind.Failed, Row = frame.FaultyRow, Cause = frame.Cause });
                break;
            case FrameKind.Credit:
                Tell(message with { Kind = ExchangeMessageKind.Granted, CreditRows = frame.CreditRows });
                break;
            case FrameKind.Holdings:
                Tell(message with { Kind = ExchangeMessageKind.Held, Experts = frame.Experts[0] });
                break;
            default:
                break;
        }
    }

    /// <summary>The router is lost; what it has sent may be run still.</summary>
    public void Lost()
    {
        foreach (OutFrame frame in _out.Where(frame => frame.Poison is not null))
            frame.Poison!.CopiesLeft++;
    }

    /// <summary>Checks that no row was lost: each that is ready has all its outputs.</summary>
    public void CheckComplete()
    {
        int active = step.Dispatch.ActiveExperts;
        for (int pair = 0; pair < step.Dispatch.Rows * active; pair++)
        {
            if (step.Dispatch.StateOf(pair / active) == RowState.Ready && !_taken[pair])
                scene.World.Violate($"{router.Name}: row {pair / active} was lost: expert {step.ExpertOf(pair)} of layer {step.Layer} gave it no output");
        }
    }

    private void Answered(LinkEnd end, ExpertFrame frame, ExchangeMessage message)
    {
        if (scene.Bug == PlantedBug.LateAnswerTaken && _machine.PairsOf(message.Link, frame.Id) == 0
            && _out.FindLast(other => other.End == end && other.Pairs == frame.Outputs.Length) is { } awaited)
            message = message with { FrameId = awaited.Id };
        Forget(end, message.FrameId);
        Tell(message, frame);
    }

    private void Forget(LinkEnd end, ulong id) => _out.RemoveAll(frame => frame.End == end && frame.Id == id);

    private void Tell(in ExchangeMessage message, ExpertFrame? answer = null)
    {
        _machine.Handle(message, router.ClockUs, _effects);
        Perform(answer);
    }

    private void Perform(ExpertFrame? answer)
    {
        foreach (ExchangeEffect effect in _effects)
        {
            if (!router.PerformsNext())
                break;
            if (effect.Kind == ExchangeEffectKind.Accept)
                Accept(effect, answer!);
            else
                Send(effect.Frame);
        }
        _effects.Clear();
    }

    private void Accept(in ExchangeEffect effect, ExpertFrame answer)
    {
        List<int> pairs = effect.Frame.Pairs;
        for (int i = 0; i < pairs.Count; i++)
        {
            if (!effect.Fresh[i] && scene.Bug != PlantedBug.CopiesCountTwice)
                continue;
            (ulong output, int version) = answer.Outputs[i];
            if (_taken[pairs[i]] && scene.Bug != PlantedBug.CopiesCountTwice)
                scene.World.Violate($"{router.Name}: row {pairs[i] / step.Dispatch.ActiveExperts} was answered twice by expert {step.ExpertOf(pairs[i])}");
            _taken[pairs[i]] = true;
            step.Accept(pairs[i], output, version);
        }
    }

    private void Send(FrameInFlight frame)
    {
        if (!_links.TryGetValue(frame.Link, out LinkEnd? end))
            return;
        ExpertFrame sent = FrameOf(frame);
        scene.World.Note(router.Name, $"sends frame {(long)sent.Id} to {end.Peer!.Owner.Name}: layer {sent.Layer}, {sent.Rows.Length} rows, {frame.Pairs.Count} pairs, {sent.Flags}");
        Check(frame);
        Remember(frame, end, sent.Flags);
        scene.Network.Send(end, sent);
    }

    private ExpertFrame FrameOf(FrameInFlight frame)
    {
        int active = step.Dispatch.ActiveExperts;
        var rows = new List<ulong>();
        var experts = new List<int[]>();
        foreach (IGrouping<int, int> row in frame.Pairs.GroupBy(pair => pair / active))
        {
            rows.Add(step.RowOf(row.Key));
            experts.Add([.. row.Select(step.ExpertOf)]);
        }
        FrameFlags flags = frame.Flags;
        if (scene.Bug == PlantedBug.HedgesTakeOver && flags.Has(FrameFlags.Hedge))
            flags |= FrameFlags.Takeover;
        if (scene.Bug == PlantedBug.SuspectsUnmarked || (scene.Bug == PlantedBug.HedgesUnmarked && flags.Has(FrameFlags.Hedge)))
            flags &= ~FrameFlags.Suspect;
        (int, int)[] versions = [.. frame.Map.UpdatedOf(frame.Layer).ToArray().Where(updated => experts.Exists(row => row.Contains(updated.Expert.Index))).Select(updated => (updated.Expert.Index, updated.Version))];
        return new() { Kind = FrameKind.Dispatch, Id = frame.Id, Flags = flags, Epoch = frame.Epoch, Layer = frame.Layer, Rows = [.. rows], Experts = [.. experts], Versions = versions };
    }

    private void Check(FrameInFlight frame)
    {
        int rowsMax = frame.Flags.Has(FrameFlags.Suspect) ? 1 : Limits.FrameRowsMax;
        if (frame.Rows > rowsMax || frame.Rows == 0)
            scene.World.Violate($"{router.Name}: frame {frame.Id} has {frame.Rows} rows, and {frame.Flags}");
        for (int i = 1; i < frame.Pairs.Count; i++)
        {
            if (frame.Pairs[i] <= frame.Pairs[i - 1])
                scene.World.Violate($"{router.Name}: frame {frame.Id} has its pairs out of order");
        }
    }

    private void Remember(FrameInFlight frame, LinkEnd end, FrameFlags flags)
    {
        SimulatedRequest? poison = null;
        foreach (int pair in frame.Pairs)
            poison ??= scene.Poison.Of(step.RowOf(pair / step.Dispatch.ActiveExperts), new(frame.Layer, step.ExpertOf(pair)));
        // A node that hangs for seconds under a row and dies then can't be waited for.
        if (poison is not null && _out.Exists(other => other.Poison == poison && router.ClockUs - other.SentUs > ExchangeMachine.FateAfterUs))
            poison.Copies++;
        _out.Add(new(end, frame.Id, frame.Pairs.Count, poison, flags.Has(FrameFlags.Suspect), router.ClockUs));
    }
}
