using System.IO.Pipelines;
using ElasticMoE.Gateway.Hosting;
using ElasticMoE.Gateway.Http;
using ElasticMoE.Gateway.Metrics;
using ElasticMoE.Gateway.Serving;
using ElasticMoE.Gateway.Tests.Scripts;
using ElasticMoE.Gateway.Tests.Servers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging.Abstractions;

namespace ElasticMoE.Gateway.Tests.Errors;

/// <summary>The moment between the end of a connection and the web server's word of it.</summary>
public sealed class ClosedPipeTests
{
    [Fact]
    public async Task A_client_whose_pipe_is_closed_is_gone_before_the_request_is_aborted()
    {
        using var services = new GatewayServices(TestGateway.ModelOf(new ScriptedTokenService(_ => Script.Of([]))), new GatewayOptions(), NullLogger.Instance);
        var context = new DefaultHttpContext();
        context.Features.Set<IHttpResponseBodyFeature>(new ClosedBody());
        context.SetEndpoint(new Endpoint(null, new EndpointMetadataCollection(new OpenToAll()), "stream"));

        await new GatewayPipeline(services).InvokeAsync(context, async open =>
        {
            var stream = new SseStream(open);
            stream.KeepAlive();
            await stream.FlushAsync();
        });

        Assert.False(context.RequestAborted.IsCancellationRequested);
        var page = new MetricsPage();
        services.Measure(page);
        Assert.Contains("emoe_requests_cancelled_total 1\n", page.ToString(), StringComparison.Ordinal);
    }

    /// <summary>A response body that nobody reads any more.</summary>
    private sealed class ClosedBody : IHttpResponseBodyFeature
    {
        private readonly Pipe _pipe = new();

        public ClosedBody() => _pipe.Reader.Complete();

        public Stream Stream => _pipe.Writer.AsStream();

        public PipeWriter Writer => _pipe.Writer;

        public void DisableBuffering()
        {
        }

        public Task StartAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

        public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task CompleteAsync() => Task.CompletedTask;
    }
}
