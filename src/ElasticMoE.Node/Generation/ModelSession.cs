using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Experts;
using ElasticMoE.Engine;
using ElasticMoE.Kernels;
using ElasticMoE.Kernels.Threads;
using ElasticMoE.Model.Cache;
using ElasticMoE.Model.Chat;
using ElasticMoE.Model.Configuration;
using ElasticMoE.Model.Forward;
using ElasticMoE.Model.Templates.Values;
using ElasticMoE.Model.Updates;
using ElasticMoE.Node.Clusters;
using ElasticMoE.Node.CommandLine;
using ElasticMoE.Node.Loading;
using ElasticMoE.Node.Machine;
using ElasticMoE.Node.Prompts;

namespace ElasticMoE.Node.Generation;

/// <summary>A loaded model with its tokenizer and an engine, for one command.</summary>
internal sealed class ModelSession : IDisposable
{
    /// <summary>What the KV cache may take of memory; blocks are only committed when they are written.</summary>
    private const double CacheMemoryShare = 0.25;

    private static readonly TimeSpan s_nodesMax = TimeSpan.FromSeconds(5);

    private readonly ComputePool _pool;
    private readonly ModelRevisions? _updates;
    private readonly ClusterSession? _cluster;

    private ModelSession(LanguageModel model, ChatFormat format, ComputePool pool, EngineOptions options, ClusterSession? cluster = null)
    {
        _updates = options.Updates;
        _cluster = cluster;
        Model = model;
        Format = format;
        _pool = pool;
        Options = options with { Tokenizer = format.Tokenizer, CacheBlocks = CacheBlocks(model.Config, options.RunningMax) };
        Engine = new ElasticMoE.Engine.Engine(model, pool, Options);
        cluster?.Bound = () => Engine.Bound;
    }

    /// <summary>An engine's bounds where a command says nothing.</summary>
    /// <exception cref="InputException">The environment asks for something that isn't there (exit code: usage).</exception>
    public static EngineOptions EngineDefaults => new() { RunningMax = 64, PrefixCache = PrefixCacheOption.OfEnvironment };

    public LanguageModel Model { get; }

    public ChatFormat Format { get; }

    public ElasticMoE.Engine.Engine Engine { get; }

    /// <summary>The links to a cluster's nodes; null where the experts run here.</summary>
    public ClusterSession? Cluster => _cluster;

    /// <summary>What the engine was made with.</summary>
    public EngineOptions Options { get; }

    /// <summary>Loads the model, showing progress where that takes long.</summary>
    /// <param name="model">Which one.</param>
    /// <param name="context">The running command's.</param>
    /// <param name="options">The engine's bounds and observer for a model of this shape; the cache's size and the tokenizer are added.</param>
    public static ModelSession Open(ModelOptions model, CommandContext context, Func<ModelConfig, EngineOptions>? options = null)
    {
        int threads = ComputeThreads.Count();
        LanguageModel loaded = Load(model, threads, runsExperts: true, context);
        Warn(context);
        try
        {
            EngineOptions engine = options?.Invoke(loaded.Config) ?? EngineDefaults;
            return new ModelSession(loaded, ChatFormat.Load(model.Directory), new ComputePool(threads), engine with { Updates = UpdateOption.Apply(model, loaded) });
        }
        catch
        {
            loaded.Dispose();
            throw;
        }
    }

    /// <summary>Loads a cluster's model and makes this process a router of it: experts run on its nodes.</summary>
    /// <param name="folder">The cluster's.</param>
    /// <param name="self">By what number this router introduces itself.</param>
    /// <param name="context">The running command's.</param>
    public static ModelSession OpenCluster(ClusterFolder folder, NodeId self, CommandContext context)
    {
        ClusterFile description = folder.Read();
        var options = new ModelOptions(description.Model, FormatOption.Parse(description.Format));
        LanguageModel loaded = Load(options, 1, runsExperts: false, context);
        ClusterSession? cluster = null;
        try
        {
            cluster = ClusterSession.Open(folder, self, loaded, line => context.Say($"emoe: {line}"), s_nodesMax);
            return OnCluster(loaded, ChatFormat.Load(options.Directory), cluster, description.PrefixCache);
        }
        catch
        {
            cluster?.Dispose();
            loaded.Dispose();
            throw;
        }
    }

    /// <summary>A router over open links; the model and the cluster become the session's.</summary>
    /// <param name="model">Without its experts.</param>
    /// <param name="format">Its texts.</param>
    /// <param name="cluster">The links.</param>
    /// <param name="prefixCache">Whether it keeps what prompts begin with; null for what the environment says.</param>
    public static ModelSession OnCluster(LanguageModel model, ChatFormat format, ClusterSession cluster, bool? prefixCache = null)
    {
        int threads = ComputeThreads.Count();
        EngineOptions options = PrefixCacheOption.Apply(prefixCache, EngineDefaults) with { Exchange = cluster.Exchange, Revisions = () => cluster.Control.Live, Times = new StepTimes(TimeProvider.System) };
        return new(model, format, new ComputePool(threads, new ComputePoolOptions { SpinTurnsMax = 0, Cores = CoreAffinity.CoresFor(threads) }), options, cluster);
    }

    /// <summary>Binds the calling thread, one of its own that runs the engine, where the pool's other threads are bound.</summary>
    public void BindThread() => _pool.BindCaller();

    /// <summary>A second engine on the same model, whose experts are elsewhere.</summary>
    /// <param name="exchange">Runs the experts.</param>
    /// <param name="revisions">What its sequences may be bound to.</param>
    /// <param name="pool">Runs the rest; the caller's.</param>
    public ElasticMoE.Engine.Engine EngineOn(IExpertExchange exchange, Func<LiveRevisions> revisions, ComputePool pool) => EngineOf(EngineDefaults with { Exchange = exchange, Revisions = revisions }, pool);

    /// <summary>A second engine on the same model, some of whose experts have other weights.</summary>
    /// <param name="updates">The model's revisions; the caller's.</param>
    /// <param name="pool">Runs it; the caller's.</param>
    public ElasticMoE.Engine.Engine EngineOf(ModelRevisions updates, ComputePool pool) => EngineOf(EngineDefaults with { Updates = updates }, pool);

    private ElasticMoE.Engine.Engine EngineOf(EngineOptions given, ComputePool pool)
    {
        EngineOptions options = given with { Tokenizer = Format.Tokenizer };
        return new(Model, pool, options with { CacheBlocks = CacheBlocks(Model.Config, options.RunningMax) });
    }

    /// <summary>The ids of a conversation, up to the beginning of the model's answer.</summary>
    public int[] EncodeChat(IReadOnlyList<ChatMessage> messages) => Format.Encode(
        TemplateValue.List(messages.Select(message => TemplateValue.Map(new Dictionary<string, TemplateValue>
        {
            ["role"] = TemplateValue.Of(message.Role),
            ["content"] = TemplateValue.Of(message.Content),
        }))),
        tools: null,
        addGenerationPrompt: true);

    /// <summary>The ids of a text to be continued as it stands.</summary>
    public int[] EncodeText(string text)
    {
        if (text.Length == 0)
            throw new InputException("prompt", "is empty");
        return Format.Tokenizer.Encode(text, addSpecial: true);
    }

    public void Dispose()
    {
        Engine.Dispose();
        _cluster?.Dispose();
        _pool.Dispose();
        _updates?.Dispose();
        Model.Dispose();
    }

    private static LanguageModel Load(ModelOptions model, int threads, bool runsExperts, CommandContext context)
    {
        using var progress = new LoadProgressLine(context, "loading");
        return LanguageModel.Load(model.Directory, new LoadOptions { Format = model.Format, Threads = threads, Progress = progress, RunsExperts = runsExperts });
    }

    /// <summary>Slow arithmetic is no error, but nobody should wonder about it.</summary>
    private static void Warn(CommandContext context)
    {
        if (KernelOperation.WidestWithFma() == KernelForm.Scalar)
            context.Say("emoe: this processor has no fused multiply-add that the kernels can use; answers are the same and come slowly");
        if (StartupSelfTest.Report.SwitchedOff is { Count: > 0 } off)
            context.Say($"emoe: the self-test switched off {string.Join(", ", off)}; answers are the same and come slower");
    }

    /// <summary>Room for every running sequence at full length, or for what memory allows; at least for one of full length.</summary>
    private static int CacheBlocks(ModelConfig config, int sequences)
    {
        int perSequence = KvCache.BlocksFor(config.MaxPositions);
        long affordable = (long)(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes * CacheMemoryShare) / KvCache.BytesPerBlock(config);
        long wanted = Math.Min((long)perSequence * sequences, Math.Max(perSequence, affordable));
        return (int)Math.Min(wanted, KvCache.BlocksMax(config));
    }
}
