using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Requests;
using ElasticMoE.Kernels.Threads;
using ElasticMoE.Node.Clusters;
using ElasticMoE.Node.CommandLine;
using ElasticMoE.Node.Generation;

namespace ElasticMoE.Node.Demonstration;

/// <summary>A cluster of three nodes for the length of a demonstration, and the kill of one of them.</summary>
internal sealed class DemoCluster : IDisposable
{
    public const int Nodes = 3;

    private const int Victim = 1;
    private const double KilledAfterPart = 0.3;
    private static readonly TimeSpan s_nodesMax = TimeSpan.FromSeconds(20);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("emoe-demo-");
    private readonly ModelSession _session;
    private readonly TimeProvider _clock;
    private readonly ClusterParent _parent;
    private readonly ClusterSession _cluster;
    private readonly ComputePool _pool = new(1, new ComputePoolOptions { SpinTurnsMax = 0 });

    /// <summary>Starts the nodes and links to them.</summary>
    public DemoCluster(ModelSession session, Func<ClusterFolder, ClusterFile> describe, CommandContext context)
    {
        (_session, _clock) = (session, context.Clock);
        var folder = new ClusterFolder(_directory.FullName);
        try
        {
            _parent = ClusterParent.Start(folder, new ClusterStart(describe(folder)), log: _ => { }, context.Cancelled);
            _cluster = ClusterSession.Open(folder, PeerNumbers.PassingRouter, session.Model, log: _ => { }, s_nodesMax);
        }
        catch
        {
            _parent?.Dispose();
            _directory.Delete(recursive: true);
            throw;
        }
    }

    /// <summary>Asks everything at once, and kills a node when some of the tokens have come.</summary>
    /// <param name="requests">What to ask.</param>
    /// <param name="expected">The single process's tokens.</param>
    /// <param name="cancelled">Ends it.</param>
    public DemoFailover Run(IReadOnlyList<TokenRequest> requests, IReadOnlyList<IReadOnlyList<int>> expected, CancellationToken cancelled)
    {
        using ElasticMoE.Engine.Engine engine = _session.EngineOn(_cluster.Exchange, _pool);
        int killAt = Math.Max(1, (int)(expected.Sum(ids => ids.Count) * KilledAfterPart)), tokens = 0, pid = _parent.Node(Victim).Pid;
        long killed = 0;
        var runner = new RequestRunner(engine, _clock)
        {
            OnToken = (_, _) =>
            {
                if (++tokens != killAt)
                    return;
                _parent.Node(Victim).Kill();
                killed = _clock.GetTimestamp();
            },
        };
        IReadOnlyList<Answer> answers = runner.Run(requests, cancelled);
        cancelled.ThrowIfCancellationRequested();
        _cluster.Exchange.WaitForNodes(Nodes, s_nodesMax);
        if (_cluster.Exchange.OpenNodes < Nodes)
            throw new InputException($"node {Victim}", $"does not serve again within {s_nodesMax.TotalSeconds:0} s of its end", ExitCode.Timeout);
        double[] stalls = [.. answers.Select(answer => answer.StallMsAfter(killed)).OfType<double>().Order()];
        int differing = expected.Zip(answers, (one, other) => DemoRun.Differing(one, other.Ids)).Sum();
        return new DemoFailover(
            Nodes, Victim, pid, answers.Count, answers.Count(answer => answer.IsFailed), killAt, tokens, differing, stalls, _clock.GetElapsedTime(killed).TotalSeconds);
    }

    public void Dispose()
    {
        _cluster.Dispose();
        _parent.Dispose();
        _pool.Dispose();
        _directory.Delete(recursive: true);
    }
}
