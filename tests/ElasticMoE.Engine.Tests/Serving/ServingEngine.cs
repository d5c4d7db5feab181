using ElasticMoE.Engine.Serving;

namespace ElasticMoE.Engine.Tests.Serving;

/// <summary>A service with its engine.</summary>
internal sealed class ServingEngine : IDisposable
{
    private readonly Engine _engine;

    public ServingEngine(StepModel model, EngineOptions? options = null)
    {
        options ??= new EngineOptions();
        _engine = new Engine(model, options, null);
        Service = new EngineTokenService(_engine, options);
    }

    public EngineTokenService Service { get; }

    public void Dispose()
    {
        Service.Dispose();
        _engine.Dispose();
    }
}
