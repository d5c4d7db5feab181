using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ElasticMoE.Node.Tests.Servers;

/// <summary>Web servers on this machine that do what a test says, on ports that the system chooses.</summary>
internal static class LoopbackWeb
{
    /// <param name="answer">Answers every request.</param>
    public static async Task<WebApplication> StartAsync(RequestDelegate answer)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Logging.ClearProviders();
        WebApplication web = builder.Build();
        web.Run(answer);
        await web.StartAsync();
        return web;
    }
}
