using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.Contracts.Experts;
using ElasticMoE.DataPlane.Bulk;
using ElasticMoE.DataPlane.Handshakes;
using ElasticMoE.DataPlane.Hosting;
using ElasticMoE.DataPlane.Serving;
using ElasticMoE.Kernels.Threads;
using ElasticMoE.Model.Hosting;
using ElasticMoE.Node.Clusters;
using ElasticMoE.Node.Hosting;

namespace ElasticMoE.Node.Benchmarking;

/// <summary>
/// How long an expert takes from a leader's command to its first row: from sleep in memory, and from the disk, whose cached pages are
/// dropped before, beside plain reading of the same bytes.
/// </summary>
internal sealed class WakeBench : IDisposable
{
    private const long Lease = 1;

    private static readonly NodeIdentity s_self = new(new(0), new(1));

    private readonly ModelManifest _manifest;
    private readonly ExpertLibrary _library;
    private readonly ExpertServer _server;
    private readonly NodeAgent _agent;
    private readonly LocalExpertHost _host;
    private readonly TimeProvider _clock;
    private readonly ExpertWork _row = new();

    /// <param name="manifest">The model.</param>
    /// <param name="pool">Runs the first row.</param>
    /// <param name="store">A folder of this run's.</param>
    /// <param name="clock">Measures.</param>
    /// <param name="log">Takes a line for what goes wrong.</param>
    public WakeBench(ModelManifest manifest, ComputePool pool, string store, TimeProvider clock, Action<string> log)
    {
        (_manifest, _clock) = (manifest, clock);
        _library = new(manifest, ExpertStore.Open(store), shared: null);
        _host = new(_library, pool);
        var replicas = new ReplicaTable(manifest.ExpertsPerLayer, manifest.BytesPerLayer);
        _server = new(_host, replicas);
        _agent = new(new NodeAgentOptions
        {
            Description = new(s_self, "memory:bench", "", "", long.MaxValue / 2),
            Replicas = replicas,
            Server = _server,
            Library = _library,
            Sources = new(_library, new BulkOptions { Local = LocalPeers.Create(s_self.Node, PeerRole.Node, manifest.Digest, new byte[LocalPeer.SecretBytesMin], WireFormat.F32) }, []),
            StoreFolder = store,
            Log = log,
            Clock = clock,
        });
        _agent.Fence(Lease);
        _row.Input = new float[_host.HiddenSize];
    }

    /// <summary>Milliseconds of wakes from sleep in memory.</summary>
    public List<double> WarmMs { get; } = [];

    /// <summary>Milliseconds of wakes from the disk.</summary>
    public List<double> ColdMs { get; } = [];

    /// <summary>Milliseconds of reading the same bytes.</summary>
    public List<double> ReadMs { get; } = [];

    /// <summary>One round over some experts, each warm, cold and read in turn.</summary>
    public async Task RunAsync(IReadOnlyList<ExpertVersion> experts, bool counts, CancellationToken cancelled)
    {
        foreach (ExpertVersion expert in experts)
        {
            ExpertContent content = _manifest.ContentOf(expert.Expert);
            await CommandAsync(expert, ReplicaAction.Load, ReplicaPhase.Warm, cancelled).ConfigureAwait(false);
            double warm = await WakeAsync(expert, cancelled).ConfigureAwait(false);
            await CommandAsync(expert, ReplicaAction.Unload, ReplicaPhase.Cold, cancelled).ConfigureAwait(false);
            _library.DropCached(content);
            double cold = await WakeAsync(expert, cancelled).ConfigureAwait(false);
            await CommandAsync(expert, ReplicaAction.Unload, ReplicaPhase.Cold, cancelled).ConfigureAwait(false);
            _library.DropCached(content);
            double read = Read(content);
            if (!counts)
                continue;
            WarmMs.Add(warm);
            ColdMs.Add(cold);
            ReadMs.Add(read);
        }
    }

    public void Dispose()
    {
        _agent.Dispose();
        _server.Dispose();
        _library.Dispose();
    }

    private async Task<double> WakeAsync(ExpertVersion expert, CancellationToken cancelled)
    {
        long started = _clock.GetTimestamp();
        await CommandAsync(expert, ReplicaAction.Wake, ReplicaPhase.Awake, cancelled).ConfigureAwait(false);
        _row.Begin(expert.Expert.Layer);
        _row.AddRow([expert.Expert.Index]);
        _host.Run(_row);
        return _clock.GetElapsedTime(started).TotalMilliseconds;
    }

    private async Task CommandAsync(ExpertVersion expert, ReplicaAction action, ReplicaPhase until, CancellationToken cancelled)
    {
        CommandReceipt receipt = _agent.Submit(new(Lease, s_self, expert, action, null, []));
        if (receipt != CommandReceipt.Taken)
            throw new InvalidOperationException($"{action} of expert {expert}: {receipt}");
        await foreach (NodeReport report in _agent.Reports(cancelled).ConfigureAwait(false))
        {
            ReplicaReport replica = report.Replicas.Single(replica => replica.Replica == expert);
            if (replica.Phase == until)
                return;
            if (replica.Cause is { } cause)
                throw new InvalidOperationException(cause);
        }
    }

    private double Read(in ExpertContent content)
    {
        byte[] bytes = new byte[content.Bytes];
        long started = _clock.GetTimestamp();
        if (!_library.TryRead(content.Digest, 0, bytes))
            throw new InvalidOperationException($"weights {content.Digest} can't be read");
        return _clock.GetElapsedTime(started).TotalMilliseconds;
    }
}
