using System.Text;
using ElasticMoE.Contracts.Requests;
using ElasticMoE.Gateway.Errors;
using ElasticMoE.Gateway.Http;
using ElasticMoE.Gateway.Metrics;
using ElasticMoE.Gateway.Serving;
using ElasticMoE.Gateway.Wire;
using Microsoft.AspNetCore.Http;

namespace ElasticMoE.Gateway.Health;

/// <summary>`/health`, `/health/live`, `/health/ready`, `/metrics` and `/version`.</summary>
internal sealed class HealthEndpoints(GatewayServices services)
{
    private static readonly string s_version = typeof(HealthEndpoints).Assembly.GetName().Version?.ToString(3) ?? "";

    public Task LiveAsync(HttpContext context) => WriteAsync(context, "live");

    public Task ReadyAsync(HttpContext context)
    {
        if (services.Drain.HasBegun)
            throw new ApiException(ApiError.Unavailable("the server is ending", "draining"));
        if (services.Model.Service.Status.Fault is { } fault)
            throw new ApiException(ApiError.Unavailable(fault));
        return WriteAsync(context, "ready");
    }

    public Task MetricsAsync(HttpContext context)
    {
        var page = new MetricsPage();
        services.Measure(page);
        return Responses.WriteAsync(context, Encoding.UTF8.GetBytes($"{page}"), MetricsPage.ContentType);
    }

    public Task VersionAsync(HttpContext context) => Responses.WriteAsync(context, new GatewayVersion(s_version), WireJson.Relaxed.GatewayVersion);

    private Task WriteAsync(HttpContext context, string status)
    {
        TokenServiceStatus service = services.Model.Service.Status;
        var report = new HealthReport(status, services.Model.Id, service.Running, service.Waiting + services.Door.Waiting.Requests);
        return Responses.WriteAsync(context, report, WireJson.Relaxed.HealthReport);
    }
}
