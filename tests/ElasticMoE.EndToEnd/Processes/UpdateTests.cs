using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.DataPlane.Handshakes;
using ElasticMoE.DataPlane.Links;
using ElasticMoE.DataPlane.Transport;
using ElasticMoE.Engine;
using ElasticMoE.Engine.Requests;
using ElasticMoE.Kernels.Threads;
using ElasticMoE.Model.Forward;
using ElasticMoE.Model.Hosting;
using ElasticMoE.Model.Sources;
using ElasticMoE.Model.Updates;
using ElasticMoE.Node.Clusters;
using ElasticMoE.Node.CommandLine;
using ElasticMoE.Node.Hosts;
using ElasticMoE.Node.Terminal;
using ElasticMoE.Testing;

namespace ElasticMoE.EndToEnd.Processes;

/// <summary>
/// An expert is updated by command, and rolled back, while eight streams run on node processes: those that began before end with the old weights,
/// those that begin after have the new ones, bit for bit, also where a node dies meanwhile and the supervisor starts again.
/// </summary>
[Collection(ProcessCollection.Name)]
public sealed class UpdateTests : IDisposable
{
    private const string Cache = "EMOE_CACHE";
    private const int Nodes = 3;
    private static readonly TimeSpan s_hang = TimeSpan.FromSeconds(120);
    private static readonly ExpertId s_expert = new(1, 3), s_donor = new(1, 9);
    private static readonly SupervisorHostOptions s_anyPort = new() { Admin = new(IPAddress.Loopback, 0) };

    private readonly MiniModel _mini;
    private readonly string? _cache = Environment.GetEnvironmentVariable(Cache);
    private readonly TemporaryFolder _folder = new();
    private readonly List<LoneNode> _nodes = [];
    private readonly ClusterSession _router;
    private readonly LinkHub _control;
    private readonly ComputePool _pool = new(1, new ComputePoolOptions { SpinTurnsMax = 0 });
    private readonly Engine.Engine _engine;
    private readonly Dictionary<SequenceId, List<int>> _tokens = [];
    private readonly CommandContext _context = new(new CommandConsole { Out = TextWriter.Null, Error = TextWriter.Null, In = Stream.Null }, TimeProvider.System, new Interrupts());

    public UpdateTests(MiniModel mini)
    {
        _mini = mini;
        Environment.SetEnvironmentVariable(Cache, mini.Cache);
        string[] nodes = [.. Enumerable.Range(0, Nodes).Select(node => $"unix:{_folder.PathOf($"node-{node}.sock")}")];
        string router = $"unix:{_folder.PathOf("router-0.sock")}";
        File.WriteAllText(_folder.PathOf("cluster.json"), JsonSerializer.Serialize(new
        {
            model = MiniModel.Directory, nodes, routers = (string[])[router], gateways = (int[])[], supervisors = (int[])[1], parent = new { pid = Environment.ProcessId, startedTicks = 0L },
        }));
        File.WriteAllText(_folder.PathOf("secret"), Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)));
        for (int node = 0; node < Nodes; node++)
            _nodes.Add(new LoneNode([], _folder.Root, mini.Cache, node));
        _router = ClusterSession.Open(new ClusterFolder(_folder.Root), PeerNumbers.Router(0), mini.Model, _ => { }, s_hang);
        _control = new LinkHub(new LinkOptions
        {
            Local = _router.Local,
            Receiver = new RoleReceiver(new Dictionary<PeerRole, IFrameReceiver> { [PeerRole.Supervisor] = _router.Control }),
        });
        _control.Listen(LinkAddress.Parse(router));
        _engine = new(mini.Model, _pool, new EngineOptions { CacheBlocks = 512, Exchange = _router.Exchange, Revisions = () => _router.Control.Live });
        _router.Bound = () => _engine.Bound;
    }

    public void Dispose()
    {
        _engine.Dispose();
        _pool.Dispose();
        _control.Dispose();
        _router.Dispose();
        _nodes.ForEach(node => node.Dispose());
        _folder.Dispose();
        _context.Interrupts.Dispose();
        Environment.SetEnvironmentVariable(Cache, _cache);
    }

    [Fact]
    public async Task StreamsKeepTheWeightsTheyBeganWith()
    {
        string file = _folder.PathOf("new.safetensors");
        using (ModelSource source = ModelSource.Open(MiniModel.Directory))
            ExpertFile.Write(source, s_donor, file);
        int[][] updated = Updated(file);
        Assert.NotEqual(_mini.Alone, updated);

        using (SupervisorHost supervisor = SupervisorHost.Start(0, new ClusterFolder(_folder.Root), s_anyPort, _context))
        {
            Run(() => _router.Control.Current is { } map && map.Replicas.Count > 0 && map.Replicas.All(placed => placed.Awake.Count >= 1 && placed.Standbys.Count >= 1));
            // 1. Eight streams run; the expert is updated under them.
            SequenceId[] old = Submit();
            Task<string> updating = EmoeAsync("experts", "update", $"{s_expert}", "--from", file, "--wait");
            Run(() => updating.IsCompleted && _router.Control.Live.Current.Revision == new Revision(1));
            Assert.Contains("new sequences use version 1", await updating);
            Assert.Equal([new Revision(0)], _engine.Bound);
            // 2. Eight more have the new weights, and a node dies under all of them.
            SequenceId[] young = Submit();
            Run(() => young.All(stream => _tokens[stream].Count > 10));
            using (var victim = Process.GetProcessById(_nodes[0].Pid))
                victim.Kill();
            Run(() => !_engine.HasWork);
            _nodes[0].Dispose();
            _nodes[0] = new LoneNode([], _folder.Root, _mini.Cache, 0);
            Assert.Equal(_mini.Alone, Taken(old));
            Assert.Equal(updated, Taken(young));
            // 3. The old version ends with its last stream.
            Run(() => _router.Control.Current!.Revisions.Count == 1);
            Assert.DoesNotContain(_router.Control.Current!.Replicas, placed => placed.Replica == new ExpertVersion(s_expert, 0));
        }

        // 4. Another supervisor knows the revision, and goes back under running streams.
        using (SupervisorHost supervisor = SupervisorHost.Start(0, new ClusterFolder(_folder.Root), s_anyPort, _context))
        {
            SequenceId[] old = Submit();
            Task<string> back = EmoeAsync("experts", "rollback", $"{s_expert}", "--wait");
            Run(() => back.IsCompleted && _router.Control.Live.Current.Revision == new Revision(2));
            await back;
            SequenceId[] young = Submit();
            Run(() => !_engine.HasWork);
            Assert.Equal(updated, Taken(old));
            Assert.Equal(_mini.Alone, Taken(young));
        }
    }

    private SequenceId[] Submit()
    {
        SequenceId[] ids = [.. _mini.Streams.Asked.Select(_engine.Submit)];
        foreach (SequenceId id in ids)
            _tokens[id] = [];
        return ids;
    }

    /// <summary>Steps the engine until something holds.</summary>
    private void Run(Func<bool> holds)
    {
        long started = TimeProvider.System.GetTimestamp();
        while (!holds())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < s_hang, "what is waited for doesn't come");
            if (!_engine.HasWork)
                _router.Exchange.AwaitNews(10);
            StepEvents events = _engine.Step();
            foreach (TokenEvent token in events.Tokens)
                _tokens[token.Sequence].Add(token.Id);
            foreach (FinishEvent finish in events.Finished)
                Assert.Null(finish.Message);
        }
    }

    private int[][] Taken(SequenceId[] ids) => [.. ids.Select(id => _tokens[id].ToArray())];

    /// <summary>The single process's tokens with the new weights.</summary>
    private int[][] Updated(string file)
    {
        using var revisions = new ModelRevisions(_mini.Model);
        revisions.Update(ExpertUpdate.Read(ModelManifest.Open(MiniModel.Directory, new LoadOptions { CacheDirectory = _mini.Cache, Threads = 1 }), s_expert, file));
        using var engine = new Engine.Engine(_mini.Model, _pool, new EngineOptions { CacheBlocks = 256, Updates = revisions });
        SequenceId[] ids = [.. _mini.Streams.Asked.Select(engine.Submit)];
        var tokens = ids.ToDictionary(id => id, _ => new List<int>());
        while (engine.HasWork)
        {
            foreach (TokenEvent token in engine.Step().Tokens)
                tokens[token.Sequence].Add(token.Id);
        }
        return [.. ids.Select(id => tokens[id].ToArray())];
    }

    /// <summary>Runs the command line as a process and returns what it prints.</summary>
    private async Task<string> EmoeAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in (string[])[Path.Combine(AppContext.BaseDirectory, "emoe.dll"), .. arguments, "--cluster", _folder.Root])
            start.ArgumentList.Add(argument);
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"emoe {string.Join(' ', arguments)} ends with {process.ExitCode}: {await error}");
        return await output;
    }
}
