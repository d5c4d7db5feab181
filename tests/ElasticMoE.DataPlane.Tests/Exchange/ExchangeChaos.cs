using System.Globalization;
using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Experts;
using ElasticMoE.DataPlane.Exchange;
using ElasticMoE.DataPlane.Frames;

namespace ElasticMoE.DataPlane.Tests.Exchange;

/// <summary>Exchanges over nodes that answer in any order, refuse, fail, hang, die and come back, all from one seed.</summary>
internal sealed class ExchangeChaos
{
    private const int Nodes = 5;
    private const int Experts = 6;

    private readonly Random _random;
    private readonly ExchangeScript _script;
    private readonly Dictionary<int, int> _links = [];
    private readonly Dictionary<ulong, int> _started = [];
    private readonly HashSet<int> _mayFail = [];
    private long _epoch = 1;

    public ExchangeChaos(int seed)
    {
        _random = new Random(seed);
        _script = new ExchangeScript(RandomMap(), (ulong)seed);
        for (int node = 0; node < Nodes; node++)
            _links[node] = _script.Open(node);
    }

    /// <summary>What happened, as one line.</summary>
    public string History => string.Join(';', _script.All.Select(frame => string.Create(CultureInfo.InvariantCulture, $"{frame.Link}:{frame.Id}:{frame.Flags}:{string.Join(',', frame.Pairs)}")));

    /// <summary>Rows that were parked in exchanges under faults.</summary>
    public int Parked { get; private set; }

    public void Run(int exchanges)
    {
        for (int i = 0; i < exchanges; i++)
            Exchange(faults: true);
        AssertNothingLeaks();
        Recover();
        Exchange(faults: false);
        Assert.All(Enumerable.Range(0, _script.Dispatch.Rows), row => Assert.Equal(RowState.Ready, _script.Dispatch.StateOf(row)));
        AssertNothingLeaks();
    }

    // Once everything is answered, no node may look as though it had work.
    private void AssertNothingLeaks()
    {
        _script.Out.ToList().ForEach(_script.Answer);
        Assert.All(_script.Machine.Nodes, node => Assert.Equal((0, 0L), (node.OutstandingRows, node.OutstandingUs)));
    }

    private void Exchange(bool faults)
    {
        _mayFail.Clear();
        // Other rows than before.
        _script.FirstKey += 1000;
        _script.Begin([.. Enumerable.Range(0, _random.Next(1, 150)).Select(_ => RandomExperts())]);
        int first = _script.All.Count;
        for (int events = 0; !_script.Machine.IsComplete; events++)
        {
            Assert.True(events < 20_000, "the exchange doesn't end");
            if (faults && _random.Next(4) == 0)
                Disturb();
            else if (_script.Out.Count > 0 && _random.Next(8) > 0)
                _script.Answer(Any(_script.Out));
            else
                _script.Pass(_random.Next(0, 30_000));
            Assert.All(_script.Machine.Nodes, node => Assert.True(node.OutstandingRows >= 0 && node.OutstandingUs >= 0));
        }
        Check(_script.All.Skip(first));
    }

    private void Check(IEnumerable<SentFrame> sent)
    {
        foreach (SentFrame frame in sent)
        {
            Assert.InRange(frame.Rows, 1, frame.Flags.Has(FrameFlags.Suspect) ? 1 : Limits.FrameRowsMax);
            Assert.Equal(frame.Pairs.Order().Distinct(), frame.Pairs);
        }
        Assert.Equal(_script.All.Count, _script.All.DistinctBy(frame => frame.Id).Count());
        for (int row = 0; row < _script.Dispatch.Rows; row++)
        {
            RowState state = _script.Dispatch.StateOf(row);
            Parked += state == RowState.Parked ? 1 : 0;
            Assert.True(state != RowState.Failed || _mayFail.Contains(row), $"row {row} failed without a reason");
            for (int slot = 0; slot < 2; slot++)
                Assert.InRange(_script.Accepted[2 * row + slot], state == RowState.Ready ? 1 : 0, 1);
        }
    }

    private void Disturb()
    {
        int node = _random.Next(Nodes);
        switch (_random.Next(8))
        {
            case 0: Kill(node); break;
            case 1: Reopen(node); break;
            case 2: _script.Pass(_random.Next(0, 2_000_000)); break;
            case 3: _script.Change(RandomMap()); break;
            case 4 when _script.Out.Count > 0: _script.NotHere(Any(_script.Out), _random.Next(Experts)); break;
            case 5 when _script.Out.Count > 0: _script.Fail(Any(_script.Out)); break;
            case 6 when _script.Out.Count > 0: Start(Any(_script.Out)); break;
            case 7 when _script.Out.Count > 0 && _random.Next(10) == 0: FailRow(Any(_script.Out)); break;
            default: break;
        }
    }

    private void Start(SentFrame frame)
    {
        if (!frame.Flags.Has(FrameFlags.Suspect))
            return;
        _started[frame.Id] = frame.Pairs[0] / 2;
        _script.Started(frame);
    }

    private void FailRow(SentFrame frame)
    {
        _mayFail.Add(frame.Pairs[0] / 2);
        _script.Fail(frame, row: 0);
    }

    private void Kill(int node)
    {
        if (!_links.Remove(node, out int link))
            return;
        foreach (SentFrame frame in _script.Out)
        {
            if (frame.Link == link && _started.TryGetValue(frame.Id, out int row))
                _mayFail.Add(row);
        }
        _script.Break(link);
    }

    // Now and then a node starts again before its old link is known to be broken.
    private void Reopen(int node)
    {
        int old = _links.GetValueOrDefault(node, -1);
        foreach (SentFrame frame in _script.Out)
        {
            if (frame.Link == old && _started.TryGetValue(frame.Id, out int row))
                _mayFail.Add(row);
        }
        _links[node] = _script.Open(node);
        if (old >= 0 && _random.Next(2) == 0)
            _script.Break(old);
    }

    private void Recover()
    {
        for (int node = 0; node < Nodes; node++)
        {
            Kill(node);
            _links[node] = _script.Open(node);
        }
        _script.Pass(10_000_000);
    }

    private ExpertMap RandomMap() => ExchangeScript.Map(++_epoch, [.. Enumerable.Range(0, Experts).Select(_ =>
    {
        int[] nodes = [.. Enumerable.Range(0, Nodes)];
        _random.Shuffle(nodes);
        int awake = _random.Next(1, 3);
        return (nodes[..awake].Order().ToArray(), nodes[awake..(awake + _random.Next(0, 3))].Order().ToArray());
    })]);

    private int[] RandomExperts()
    {
        int first = _random.Next(Experts - 1);
        return [first, _random.Next(first + 1, Experts)];
    }

    private SentFrame Any(List<SentFrame> frames) => frames[_random.Next(frames.Count)];
}
