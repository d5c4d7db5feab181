using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Control;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ElasticMoE.ControlPlane.Admin;

/// <summary>
/// Serves the admin interface over HTTP: each row of <see cref="AdminTable"/> at its path, and the OpenAPI document of them all. Without the key
/// it answers 401 to whatever it is asked, and nothing else.
/// </summary>
public sealed class AdminServer : IAsyncDisposable
{
    /// <summary>Path of the OpenAPI document.</summary>
    public const string DocumentPath = $"{AdminTable.Root}/openapi.json";

    private static readonly TimeSpan s_headersMax = TimeSpan.FromSeconds(10);

    private readonly WebApplication _application;

    private AdminServer(WebApplication application) => _application = application;

    /// <summary>Where it listens.</summary>
    public Uri Address => new(_application.Urls.First());

    /// <summary>Starts it.</summary>
    /// <param name="options">Where, and with which key.</param>
    /// <param name="commands">Carries out changes.</param>
    /// <param name="reports">Answers queries.</param>
    /// <exception cref="InputException">It can't listen there.</exception>
    public static async Task<AdminServer> StartAsync(AdminServerOptions options, IClusterCommands commands, IClusterReports reports)
    {
        WebApplication application = Build(options);
        // 1. Who doesn't bear the key learns nothing, not even which paths there are.
        application.Use((context, next) => options.Key.Fits(context.Request.Headers.Authorization) ? next(context) : Refuse(context));
        // 2. What can't be answered is one line of JSON with the exit code it means.
        application.Use((context, next) => AdminAnswers.WithErrorsAsync(context, next, options.Log));
        // 3. The rows of the table.
        var endpoints = new AdminEndpoints(commands, reports);
        foreach (AdminVerb verb in AdminTable.Verbs)
            endpoints.Map(application, verb);
        foreach (AdminQuery query in AdminTable.Queries)
            endpoints.Map(application, query);
        if (options.Weights is { } inbox)
            application.MapPut($"{AdminTable.WeightsPath}/{{digest}}", (Delegate)((HttpContext context) => WeightsEndpoint.TakeAsync(context, inbox))).ExcludeFromDescription();
        // 4. Their description.
        application.MapOpenApi(DocumentPath);
        application.MapFallback(context => throw new InputException(context.Request.Path, $"is no path here; {DocumentPath} lists them", ExitCode.NotFound));
        await StartAsync(application, options).ConfigureAwait(false);
        return new(application);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private static WebApplication Build(AdminServerOptions options)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = Limits.AdminBodyBytesMax;
            kestrel.Limits.MaxConcurrentConnections = Limits.AdminConnectionsMax;
            kestrel.Limits.RequestHeadersTimeout = s_headersMax;
            kestrel.Listen(options.Address);
        });
        builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, AdminJson.Default));
        builder.Services.AddOpenApi(AdminDocument.Configure);
        return builder.Build();
    }

    private static async Task StartAsync(WebApplication application, AdminServerOptions options)
    {
        try
        {
            await application.StartAsync().ConfigureAwait(false);
        }
        catch (IOException failed)
        {
            await application.DisposeAsync().ConfigureAwait(false);
            throw new InputException($"address {options.Address}", $"can't be listened at: {(failed.InnerException ?? failed).Message}", inner: failed);
        }
    }

    private static Task Refuse(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        context.Response.Headers.WWWAuthenticate = "Bearer";
        context.Response.Headers.Connection = "close";
        return Task.CompletedTask;
    }
}
