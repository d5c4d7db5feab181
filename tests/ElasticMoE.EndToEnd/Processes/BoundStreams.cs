using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.Contracts.Requests;
using ElasticMoE.Engine;
using ElasticMoE.Engine.Requests;
using ElasticMoE.Kernels.Threads;
using ElasticMoE.Model.Updates;

namespace ElasticMoE.EndToEnd.Processes;

/// <summary>An engine over a supervised cluster's router, whose streams are bound to revisions. The test steps it, and so knows where streams are when something happens.</summary>
internal sealed class BoundStreams : IDisposable
{
    /// <summary>Tokens of each stream, fewer than the shortest has, at which streams wait for what happens under them.</summary>
    private const int HeldAt = 100;

    private static readonly TimeSpan s_hang = TimeSpan.FromSeconds(120);

    private readonly TokenRequest[] _requests;
    private readonly SupervisedCluster _cluster;
    private readonly ComputePool _pool = new(1, new ComputePoolOptions { SpinTurnsMax = 0 });
    private readonly Engine.Engine _engine;
    private readonly Dictionary<SequenceId, List<int>> _tokens = [];
    private readonly Dictionary<SequenceId, string> _failures = [];
    private SequenceId[] _newest = [];

    /// <param name="mini">The model.</param>
    /// <param name="cluster">The cluster.</param>
    /// <param name="outputMax">Most tokens of each stream.</param>
    public BoundStreams(MiniModel mini, SupervisedCluster cluster, int outputMax = int.MaxValue)
    {
        (_cluster, _requests) = (cluster, Requests(mini, outputMax));
        _engine = new(mini.Model, _pool, new EngineOptions { CacheBlocks = 512, Exchange = cluster.Router.Exchange, Revisions = () => cluster.Router.Control.Live });
        cluster.Router.Bound = () => _engine.Bound;
    }

    /// <summary>Revisions that streams are bound to.</summary>
    public IReadOnlyList<Revision> Bound => _engine.Bound;

    /// <summary>The single process's tokens for a model that was changed.</summary>
    public static int[][] Alone(MiniModel mini, Action<ModelRevisions> change, int outputMax = int.MaxValue)
    {
        using var revisions = new ModelRevisions(mini.Model);
        change(revisions);
        using var pool = new ComputePool(1, new ComputePoolOptions { SpinTurnsMax = 0 });
        using var engine = new Engine.Engine(mini.Model, pool, new EngineOptions { CacheBlocks = 256, Updates = revisions });
        SequenceId[] ids = [.. Requests(mini, outputMax).Select(engine.Submit)];
        var tokens = ids.ToDictionary(id => id, _ => new List<int>());
        while (engine.HasWork)
        {
            foreach (TokenEvent token in engine.Step().Tokens)
                tokens[token.Sequence].Add(token.Id);
        }
        return [.. ids.Select(id => tokens[id].ToArray())];
    }

    /// <summary>What a stream under way is bound to, by the map.</summary>
    public RevisionVersions VersionsOf(SequenceId id)
    {
        Revision bound = _engine.RevisionOf(id);
        return _cluster.Router.Control.Current!.Revisions.Single(versions => versions.Revision == bound);
    }

    /// <summary>Eight more, and as many steps that each is bound and under way.</summary>
    public SequenceId[] Begin()
    {
        SequenceId[] ids = [.. _requests.Select(_engine.Submit)];
        foreach (SequenceId id in ids)
            _tokens[id] = [];
        Run(() => ids.All(id => _tokens[id].Count > 10));
        return _newest = ids;
    }

    /// <summary>Steps until something holds.</summary>
    public void Run(Func<bool> holds)
    {
        long started = TimeProvider.System.GetTimestamp();
        while (!holds())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < s_hang, "what is waited for doesn't come");
            if (!_engine.HasWork)
                _cluster.Router.Exchange.AwaitNews(10);
            Step();
        }
    }

    /// <summary>Steps until a task has ended and something holds. The newest streams stand still rather than end before that.</summary>
    public void RunDuring(Task task, Func<bool> holds)
    {
        long started = TimeProvider.System.GetTimestamp();
        while (!task.IsCompleted || !holds())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < s_hang, "what is waited for doesn't come");
            if (_engine.HasWork && _newest.All(id => _tokens[id].Count < HeldAt))
                Step();
            else
                _cluster.Router.Exchange.AwaitNews(10);
        }
        task.GetAwaiter().GetResult();
    }

    /// <summary>Steps until no stream is under way.</summary>
    public void Finish() => Run(() => !_engine.HasWork);

    /// <summary>The tokens of streams, none of which failed.</summary>
    public int[][] Taken(SequenceId[] ids)
    {
        Assert.DoesNotContain(ids, _failures.ContainsKey);
        return [.. ids.Select(id => _tokens[id].ToArray())];
    }

    /// <summary>Why streams failed; a stream that didn't fail isn't there.</summary>
    public string[] Failures(SequenceId[] ids) => [.. ids.Where(_failures.ContainsKey).Select(id => _failures[id])];

    public void Dispose()
    {
        _engine.Dispose();
        _pool.Dispose();
    }

    private static TokenRequest[] Requests(MiniModel mini, int outputMax) =>
        [.. mini.Streams.Asked.Select(request => request with { OutputMax = Math.Min(request.OutputMax!.Value, outputMax) })];

    private void Step()
    {
        StepEvents events = _engine.Step();
        foreach (TokenEvent token in events.Tokens)
            _tokens[token.Sequence].Add(token.Id);
        foreach (FinishEvent finish in events.Finished)
        {
            if (finish.Message is { } message)
                _failures[finish.Sequence] = message;
        }
    }
}
