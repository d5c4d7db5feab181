using ElasticMoE.Gateway.Admission;
using ElasticMoE.Gateway.Fields;
using ElasticMoE.Gateway.Http;
using ElasticMoE.Gateway.Keys;
using ElasticMoE.Gateway.Metrics;
using ElasticMoE.Gateway.Models;
using Microsoft.Extensions.Logging;

namespace ElasticMoE.Gateway.Serving;

/// <summary>What all endpoints share.</summary>
internal sealed class GatewayServices : IDisposable
{
    public GatewayServices(ServedModel model, GatewayOptions options, ILogger logger)
    {
        (Model, Options, Logger) = (model, options, logger);
        Metrics = new GatewayMetrics(options.Time);
        Limits = new KeyLimits(options.Time);
        Unknown = new UnknownFields(logger);
        Bodies = new BodyBudget(options.BodiesBytesMax);
        Clock = new GatewayClock(options.Time, options.SilenceMax);
        Door = new AdmissionGate(new AdmissionBounds(options.RunningTokensMax, options.WaitingTokensMax));
    }

    public ServedModel Model { get; }

    public GatewayOptions Options { get; }

    public ILogger Logger { get; }

    public GatewayMetrics Metrics { get; }

    public KeyLimits Limits { get; }

    public UnknownFields Unknown { get; }

    public BodyBudget Bodies { get; }

    public GatewayClock Clock { get; }

    public AdmissionGate Door { get; }

    public Drain Drain { get; } = new();

    /// <summary>Cancelled when the grace of an ending server is over.</summary>
    public CancellationTokenSource Ending { get; } = new();

    public void Measure(MetricsPage page) => Metrics.Write(page, Model.Service.Status, Door.Waiting, Options.VllmMetrics);

    public void Dispose() => Ending.Dispose();
}
