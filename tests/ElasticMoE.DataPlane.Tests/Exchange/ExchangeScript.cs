using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Experts;
using ElasticMoE.DataPlane.Exchange;

namespace ElasticMoE.DataPlane.Tests.Exchange;

/// <summary>A router's machine over one layer, told what its nodes do and at what time.</summary>
internal sealed class ExchangeScript
{
    private readonly List<ExchangeEffect> _effects = [];
    private int _lastLink;

    public ExchangeScript(ExpertMap map, ulong seed = 1) => Machine = new(map, seed, row => FirstKey + (ulong)row);

    public ExchangeMachine Machine { get; }

    /// <summary>What the first row is known by when it is computed again; the others follow.</summary>
    public ulong FirstKey { get; set; } = 1;

    public ExpertDispatch Dispatch { get; } = new();

    public long NowUs { get; set; }

    /// <summary>Frames that were sent and neither answered nor lost, as the nodes see it.</summary>
    public List<SentFrame> Out { get; } = [];

    /// <summary>Every frame ever sent.</summary>
    public List<SentFrame> All { get; } = [];

    /// <summary>How often each pair's outputs were taken.</summary>
    public int[] Accepted { get; private set; } = [];

    /// <summary>One layer; each expert's awake nodes, then its standbys.</summary>
    public static ExpertMap Map(long counter, params (int[] Awake, int[] Standbys)[] experts) => new(
        new Epoch(0, counter),
        experts.Select((nodes, expert) => new ExpertPlacement(new(0, expert), [.. nodes.Awake.Select(node => new NodeId(node))], [.. nodes.Standbys.Select(node => new NodeId(node))])));

    /// <summary>A node's new start opens a link.</summary>
    public int Open(int node, ulong incarnation)
    {
        int link = ++_lastLink;
        Tell(new() { Kind = ExchangeMessageKind.LinkOpened, Link = link, Peer = new(new(node), new(incarnation)) });
        return link;
    }

    public int Open(int node) => Open(node, (ulong)_lastLink + 1);

    public void Break(int link)
    {
        Out.RemoveAll(frame => frame.Link == link);
        Tell(new() { Kind = ExchangeMessageKind.LinkBroken, Link = link });
    }

    /// <summary>A node says how many rows may be out there.</summary>
    public void Grant(int link, int rows) => Tell(new() { Kind = ExchangeMessageKind.Granted, Link = link, CreditRows = rows });

    /// <summary>Begins an exchange in which each row goes to the experts given for it.</summary>
    public void Begin(params int[][] rows) => BeginDecoding(0, rows);

    /// <summary>As <see cref="Begin"/>; the first rows decode.</summary>
    public void BeginDecoding(int decoding, params int[][] rows)
    {
        int active = rows[0].Length;
        Dispatch.BeginStep(rows.Length);
        for (int row = 0; row < decoding; row++)
            Dispatch.MarkDecoding(row);
        Dispatch.Begin(0, (rows.Length, active), new float[rows.Length], [.. rows.SelectMany(experts => experts)]);
        Accepted = new int[rows.Length * active];
        Machine.Begin(Dispatch, NowUs, _effects);
        Perform();
    }

    public void Answer(SentFrame frame) => Settle(frame, new() { Kind = ExchangeMessageKind.Answered });

    public void NotHere(SentFrame frame, params int[] experts) => Settle(frame, new() { Kind = ExchangeMessageKind.NotHere, Experts = experts });

    public void Fail(SentFrame frame, int row = -1) => Settle(frame, new() { Kind = ExchangeMessageKind.Failed, Row = row, Cause = "planted" });

    public void Started(SentFrame frame) => Tell(new() { Kind = ExchangeMessageKind.Started, Link = frame.Link, FrameId = frame.Id });

    public void Change(ExpertMap newer) => Tell(new() { Kind = ExchangeMessageKind.MapChanged, Map = newer });

    /// <summary>Lets time pass, with a tick whenever one is due.</summary>
    public void Pass(long us)
    {
        long untilUs = NowUs + us;
        for (int ticks = 0; Machine.NextTickUs <= untilUs; ticks++)
        {
            Assert.True(ticks < 10_000, "the machine asks for ticks without end");
            NowUs = Math.Max(NowUs, Machine.NextTickUs);
            Tick();
        }
        NowUs = untilUs;
    }

    /// <summary>A tick, which may come though none is due.</summary>
    public void Tick() => Tell(new() { Kind = ExchangeMessageKind.Tick });

    public SentFrame TheOne(int link) => Out.Single(frame => frame.Link == link);

    /// <summary>Whether the outputs of every row that is still ready are there.</summary>
    public void AssertDone(int parked = 0, int failed = 0)
    {
        Assert.True(Machine.IsComplete);
        RowState[] states = [.. Enumerable.Range(0, Dispatch.Rows).Select(Dispatch.StateOf)];
        Assert.Equal((parked, failed), (states.Count(state => state == RowState.Parked), states.Count(state => state == RowState.Failed)));
        for (int pair = 0; pair < Accepted.Length; pair++)
            Assert.InRange(Accepted[pair], states[pair / Dispatch.ActiveExperts] == RowState.Ready ? 1 : 0, 1);
    }

    /// <summary>Ends a frame as the word says.</summary>
    public void Say(SentFrame frame, string says)
    {
        switch (says)
        {
            case "answer": Answer(frame); break;
            case "not here": NotHere(frame, 0); break;
            default: Fail(frame); break;
        }
    }

    private void Settle(SentFrame frame, ExchangeMessage message)
    {
        Out.Remove(frame);
        Tell(message with { Link = frame.Link, FrameId = frame.Id });
    }

    private void Tell(ExchangeMessage message)
    {
        Machine.Handle(message, NowUs, _effects);
        Perform();
    }

    private void Perform()
    {
        foreach (ExchangeEffect effect in _effects)
        {
            FrameInFlight frame = effect.Frame;
            if (effect.Kind == ExchangeEffectKind.Send)
            {
                var sent = new SentFrame(frame.Link, frame.Id, frame.Flags, frame.Rows, [.. frame.Pairs]);
                Out.Add(sent);
                All.Add(sent);
                continue;
            }
            for (int i = 0; i < frame.Pairs.Count; i++)
                Accepted[frame.Pairs[i]] += effect.Fresh[i] ? 1 : 0;
        }
        _effects.Clear();
    }
}
