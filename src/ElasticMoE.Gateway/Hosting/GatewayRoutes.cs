using ElasticMoE.Gateway.Chat;
using ElasticMoE.Gateway.Completions;
using ElasticMoE.Gateway.Dashboard;
using ElasticMoE.Gateway.Elasticity;
using ElasticMoE.Gateway.Fields;
using ElasticMoE.Gateway.Health;
using ElasticMoE.Gateway.Messages;
using ElasticMoE.Gateway.ResponseItems;
using ElasticMoE.Gateway.Serving;
using ElasticMoE.Gateway.Tokens;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace ElasticMoE.Gateway.Hosting;

/// <summary>Every path the gateway answers.</summary>
internal static class GatewayRoutes
{
    public static void Map(IEndpointRouteBuilder routes, GatewayServices services)
    {
        MapAnswers(routes, services, "/v1/chat/completions", ChatReader.Read);
        MapAnswers(routes, services, "/v1/completions", CompletionReader.Read);
        MapAnswers(routes, services, "/v1/responses", ResponseReader.Read);
        MapAnswers(routes, services, "/v1/messages", MessagesReader.Read);
        var tokens = new TokenEndpoints(services);
        routes.MapPost("/tokenize", tokens.TokenizeAsync);
        routes.MapPost("/detokenize", tokens.DetokenizeAsync);
        routes.MapPost("/apply-template", tokens.ApplyTemplateAsync);
        var models = new ModelEndpoints(services.Model);
        routes.MapGet("/v1/models", models.ListAsync);
        routes.MapGet("/v1/models/{**id}", models.FindAsync);
        MapElasticity(routes, new ElasticityEndpoints(services));
        MapDashboard(routes, new DashboardEndpoints(services));
        var health = new HealthEndpoints(services);
        routes.MapGet("/health", health.ReadyAsync).WithMetadata(new OpenToAll());
        routes.MapGet("/health/live", health.LiveAsync).WithMetadata(new OpenToAll());
        routes.MapGet("/health/ready", health.ReadyAsync).WithMetadata(new OpenToAll());
        routes.MapGet("/metrics", health.MetricsAsync).WithMetadata(new OpenToAll());
        routes.MapGet("/version", health.VersionAsync).WithMetadata(new OpenToAll());
        routes.MapGet("/openapi.json", OpenApiDocument.WriteAsync).WithMetadata(new OpenToAll());
    }

    /// <summary>Who carries these out checks the key, which is the cluster's and none of the clients'.</summary>
    private static void MapElasticity(IEndpointRouteBuilder routes, ElasticityEndpoints elasticity)
    {
        routes.MapPost("/sleep", elasticity.SleepAsync).WithMetadata(new OpenToAll());
        routes.MapPost("/wake_up", elasticity.WakeAsync).WithMetadata(new OpenToAll());
        routes.MapGet("/is_sleeping", elasticity.IsSleepingAsync).WithMetadata(new OpenToAll());
        routes.MapPost("/scale_elastic_ep", elasticity.ScaleAsync).WithMetadata(new OpenToAll());
        routes.MapPost("/is_scaling_elastic_ep", elasticity.IsScalingAsync).WithMetadata(new OpenToAll());
    }

    /// <summary>The page is anybody's; what it shows and does is under the cluster's key. None of it counts as an answer.</summary>
    private static void MapDashboard(IEndpointRouteBuilder routes, DashboardEndpoints dashboard)
    {
        object[] marks = [new OpenToAll(), new Unmeasured()];
        routes.MapGet("/dashboard", dashboard.PageAsync).WithMetadata(marks);
        routes.MapGet("/dashboard/live", dashboard.LiveAsync).WithMetadata(marks);
        routes.MapGet("/dashboard/{file}", dashboard.FileAsync).WithMetadata(marks);
        routes.MapGet("/dashboard/{noun}/{name}", dashboard.AskAsync).WithMetadata(marks);
        routes.MapPost("/dashboard/{noun}/{name}", dashboard.ChangeAsync).WithMetadata(marks);
    }

    private static void MapAnswers(IEndpointRouteBuilder routes, GatewayServices services, string path, Func<RequestFields, GatewayServices, AnswerCall> read) =>
        routes.MapPost(path, new AnswerEndpoint(services, read).HandleAsync);
}
