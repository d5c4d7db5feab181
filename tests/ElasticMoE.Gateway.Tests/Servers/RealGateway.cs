using System.Text;
using ElasticMoE.Engine;
using ElasticMoE.Engine.Serving;
using ElasticMoE.Gateway.Hosting;
using ElasticMoE.Gateway.Models;
using ElasticMoE.Gateway.Serving;
using ElasticMoE.Kernels.Threads;
using ElasticMoE.Model.Forward;
using ElasticMoE.Testing;

namespace ElasticMoE.Gateway.Tests.Servers;

/// <summary>A gateway with the small model behind it, whose chat template knows tools.</summary>
public sealed class RealGateway : IAsyncLifetime
{
    private readonly TemporaryFolder _cache = new();
    private readonly ToolModel _tools = new();
    private readonly ComputePool _pool = new(1, new ComputePoolOptions { SpinTurnsMax = 0 });
    private readonly LanguageModel _model;
    private readonly ElasticMoE.Engine.Engine _engine;
    private readonly EngineTokenService _service;
    private GatewayServer? _server;

    public RealGateway()
    {
        _model = LanguageModel.Load(Repository.PathOf("models", "emoe-mini"), new LoadOptions { CacheDirectory = _cache.Root, Threads = 1 });
        var options = new EngineOptions { CacheBlocks = 512, Tokenizer = _tools.Format.Tokenizer, Observer = Gate };
        _engine = new ElasticMoE.Engine.Engine(_model, _pool, options);
        _service = new EngineTokenService(_engine, options);
    }

    public string Url => _server!.Url;

    /// <summary>Sees every step, and may hold it up.</summary>
    internal StepGate Gate { get; } = new();

    /// <summary>Requests that the gateway has not ended.</summary>
    public int OpenRequests => _server!.OpenRequests;

    /// <summary>Sequences that the engine computes.</summary>
    public int Running => _service.Status.Running;

    public async ValueTask InitializeAsync() => _server = await GatewayServer.StartAsync(
        new ServedModel
        {
            Id = "emoe-mini",
            Format = _tools.Format,
            Defaults = _model.Generation,
            ContextLength = _model.Config.MaxPositions,
            VocabularySize = _model.Config.VocabularySize,
            Service = _service,
            Fingerprint = "fp_0",
            Created = 1_700_000_000,
        },
        new GatewayOptions());

    public async Task<(int Status, string Text)> PostAsync(string path, string json)
    {
        using var client = new HttpClient { BaseAddress = new Uri(Url) };
        using HttpResponseMessage response = await client.PostAsync(path, new StringContent(json, Encoding.UTF8, "application/json"));
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await _server!.DisposeAsync();
        _service.Dispose();
        _engine.Dispose();
        _model.Dispose();
        _pool.Dispose();
        _tools.Dispose();
        _cache.Dispose();
    }
}
