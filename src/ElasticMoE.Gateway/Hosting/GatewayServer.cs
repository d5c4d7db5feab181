using System.Net;
using ElasticMoE.Gateway.Metrics;
using ElasticMoE.Gateway.Models;
using ElasticMoE.Gateway.Serving;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ElasticMoE.Gateway.Hosting;

/// <summary>The HTTP server in front of a model.</summary>
public sealed class GatewayServer : IAsyncDisposable
{
    private static readonly TimeSpan s_lastWords = TimeSpan.FromSeconds(2);

    private readonly WebApplication _web;
    private readonly GatewayServices _services;

    private GatewayServer(WebApplication web, GatewayServices services) => (_web, _services) = (web, services);

    /// <summary>Where it listens: `http://ADDRESS:PORT`.</summary>
    public string Url => _web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    /// <summary>Requests under way.</summary>
    public int OpenRequests => _services.Drain.Open;

    /// <summary>Writes what it counts, as `/metrics` does.</summary>
    public void Measure(MetricsPage page) => _services.Measure(page);

    /// <summary>Every path it answers.</summary>
    internal IEnumerable<string> Paths => ((IEndpointRouteBuilder)_web).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>().Select(endpoint => endpoint.RoutePattern.RawText!);

    /// <summary>Starts a server; it answers when this returns.</summary>
    /// <param name="model">The model; its service stays the caller's.</param>
    /// <param name="options">Bounds, keys, address.</param>
    /// <param name="log">Takes the lines of the log, from any thread; there is none where nothing is said.</param>
    /// <exception cref="IOException">The address can't be listened on.</exception>
    public static async Task<GatewayServer> StartAsync(ServedModel model, GatewayOptions options, Action<string>? log = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Bound(kestrel, options));
        builder.Services.AddRoutingCore();
        // A broken stream ends in an exception on purpose; the web server would log each with its trace.
        builder.Logging.SetMinimumLevel(LogLevel.Information).AddFilter("Microsoft", LogLevel.Critical);
        if (log is not null)
            builder.Logging.AddProvider(new LineLoggerProvider(log));
        WebApplication web = builder.Build();
        var services = new GatewayServices(model, options, web.Services.GetRequiredService<ILoggerFactory>().CreateLogger("emoe"));
        web.UseRouting();
        web.Use(new GatewayPipeline(services).InvokeAsync);
        GatewayRoutes.Map(web, services);
        await web.StartAsync();
        return new GatewayServer(web, services);
    }

    /// <summary>
    /// Ends the server: it is no longer ready and takes no further requests, those under way may end within the grace, the rest get an
    /// error. Returns whether none had to be cut off.
    /// </summary>
    public async Task<bool> DrainAsync(TimeSpan grace)
    {
        Task idle = _services.Drain.Begin();
        await idle.WaitAsync(grace, _services.Options.Time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        bool finished = idle.IsCompleted;
        await _services.Ending.CancelAsync();
        using var lastWords = new CancellationTokenSource(s_lastWords, _services.Options.Time);
        await _web.StopAsync(lastWords.Token);
        return finished;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _web.DisposeAsync();
        _services.Dispose();
    }

    private static void Bound(KestrelServerOptions kestrel, GatewayOptions options)
    {
        kestrel.Listen(new IPEndPoint(options.Address, options.Port));
        kestrel.AddServerHeader = false;
        KestrelServerLimits limits = kestrel.Limits;
        // Bodies are bounded where they are read, with an answer that says so.
        limits.MaxRequestBodySize = null;
        limits.MaxConcurrentConnections = options.ConnectionsMax;
        limits.RequestHeadersTimeout = options.SlowClientGrace;
        limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 240, options.SlowClientGrace);
    }
}
