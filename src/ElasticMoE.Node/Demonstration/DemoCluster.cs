using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Requests;
using ElasticMoE.DataPlane.Handshakes;
using ElasticMoE.DataPlane.Links;
using ElasticMoE.DataPlane.Transport;
using ElasticMoE.Engine.Requests;
using ElasticMoE.Kernels.Threads;
using ElasticMoE.Model.Updates;
using ElasticMoE.Node.Administration;
using ElasticMoE.Node.Clusters;
using ElasticMoE.Node.CommandLine;
using ElasticMoE.Node.Generation;
using ElasticMoE.Node.Loading;

namespace ElasticMoE.Node.Demonstration;

/// <summary>Three nodes and a supervisor for the length of a demonstration, with this process as their router.</summary>
internal sealed class DemoCluster : IDisposable
{
    public const int Nodes = 3;

    private const int Victim = 1;
    private const double KilledAfterPart = 0.3;
    private static readonly TimeSpan s_nodesMax = TimeSpan.FromSeconds(60);
    private static readonly ClusterMember s_supervisor = new(ClusterRole.Supervisor, 0);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("emoe-demo-");
    private readonly ModelSession _session;
    private readonly TimeProvider _clock;
    private readonly ClusterParent _parent;
    private readonly ClusterSession _cluster;
    private readonly LinkHub _control;
    private readonly ComputePool _pool = new(1, new ComputePoolOptions { SpinTurnsMax = 0 });

    /// <summary>Starts it and links to the nodes.</summary>
    /// <param name="session">The model.</param>
    /// <param name="model">Where it is.</param>
    /// <param name="describe">Says of what the cluster in a folder consists.</param>
    /// <param name="context">The running command's.</param>
    public DemoCluster(ModelSession session, ModelOptions model, Func<ClusterFolder, ClusterFile> describe, CommandContext context)
    {
        (_session, _clock, Model) = (session, context.Clock, model);
        var folder = new ClusterFolder(_directory.FullName);
        string self = folder.Sockets(ClusterRole.Router, 1)[0];
        try
        {
            ClusterFile description = describe(folder) with { Supervisors = [LoopbackPorts.ChooseOne(0)], OtherRouters = [self] };
            _parent = ClusterParent.Start(folder, new ClusterStart(description), log: _ => { }, context.Cancelled);
            _cluster = ClusterSession.Open(folder, PeerNumbers.Router(0), session.Model, log: _ => { }, s_nodesMax);
            _control = new LinkHub(new LinkOptions
            {
                Local = _cluster.Local,
                Receiver = new RoleReceiver(new Dictionary<PeerRole, IFrameReceiver> { [PeerRole.Supervisor] = _cluster.Control }),
            });
            _control.Listen(LinkAddress.Parse(self));
            Operator = new ClusterOperator(folder, context);
            Operator.Until("status", status => status.GetProperty("routers").GetInt32() == 1 && IsRedundant(status));
        }
        catch
        {
            Operator?.Dispose();
            _control?.Dispose();
            _cluster?.Dispose();
            _parent?.Dispose();
            _directory.Delete(recursive: true);
            throw;
        }
    }

    public ClusterOperator Operator { get; }

    /// <summary>Where the model is.</summary>
    public ModelOptions Model { get; }

    /// <summary>The model, to which experts' new weights are brought.</summary>
    public ModelSession Session => _session;

    /// <summary>The revision that answers are bound to now.</summary>
    public Revision Revision => _cluster.Control.Live.Current.Revision;

    public int SupervisorPid => _parent.Process(s_supervisor).Pid;

    public void KillSupervisor() => _parent.Process(s_supervisor).Kill();

    /// <summary>Asks everything at once.</summary>
    public IReadOnlyList<Answer> Ask(IReadOnlyList<TokenRequest> requests, Action<Answer, TokenEvent> onToken, CancellationToken cancelled)
    {
        using ElasticMoE.Engine.Engine engine = _session.EngineOn(_cluster.Exchange, () => _cluster.Control.Live, _pool);
        _cluster.Bound = () => engine.Bound;
        return new RequestRunner(engine, _clock) { OnToken = onToken }.Run(requests, cancelled);
    }

    /// <summary>Asks everything at once of this process alone, with other weights of some experts.</summary>
    public IReadOnlyList<Answer> AskAlone(IReadOnlyList<TokenRequest> requests, ModelRevisions updates, CancellationToken cancelled)
    {
        using ElasticMoE.Engine.Engine engine = _session.EngineOf(updates, _pool);
        return new RequestRunner(engine, _clock).Run(requests, cancelled);
    }

    /// <summary>Asks everything at once, and kills a node when some of the tokens have come.</summary>
    /// <param name="requests">What to ask.</param>
    /// <param name="expected">The single process's tokens.</param>
    /// <param name="cancelled">Ends it.</param>
    public DemoFailover Run(IReadOnlyList<TokenRequest> requests, IReadOnlyList<IReadOnlyList<int>> expected, CancellationToken cancelled)
    {
        int killAt = Math.Max(1, (int)(expected.Sum(ids => ids.Count) * KilledAfterPart)), tokens = 0, pid = _parent.Node(Victim).Pid;
        long killed = 0;
        IReadOnlyList<Answer> answers = Ask(
            requests,
            (_, _) =>
            {
                if (++tokens != killAt)
                    return;
                _parent.Node(Victim).Kill();
                killed = _clock.GetTimestamp();
            },
            cancelled);
        cancelled.ThrowIfCancellationRequested();
        _cluster.Exchange.WaitForNodes(Nodes, s_nodesMax);
        if (_cluster.Exchange.OpenNodes < Nodes)
            throw new InputException($"node {Victim}", $"does not serve again within {s_nodesMax.TotalSeconds:0} s of its end", ExitCode.Timeout);
        Operator.Until("status", IsRedundant);
        double redundant = _clock.GetElapsedTime(killed).TotalSeconds;
        double[] stalls = [.. answers.Select(answer => answer.StallMsAfter(killed)).OfType<double>().Order()];
        int differing = expected.Zip(answers, (one, other) => DemoRun.Differing(one, other.Ids)).Sum();
        return new DemoFailover(Nodes, Victim, pid, answers.Count, answers.Count(answer => answer.IsFailed), killAt, tokens, differing, stalls, redundant);
    }

    public void Dispose()
    {
        Operator.Dispose();
        _control.Dispose();
        _cluster.Dispose();
        _parent.Dispose();
        _pool.Dispose();
        _directory.Delete(recursive: true);
    }

    /// <summary>Whether all nodes are there and every expert is in memory twice.</summary>
    private static bool IsRedundant(System.Text.Json.JsonElement status) =>
        status.GetProperty("nodesReady").GetInt32() == Nodes
        && status.GetProperty("awakeReplicas").GetInt32() + status.GetProperty("standbys").GetInt32() >= 2 * status.GetProperty("experts").GetInt32();
}
