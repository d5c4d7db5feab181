using Microsoft.Extensions.Logging;

namespace ElasticMoE.Gateway.Hosting;

/// <summary>A log of plain lines.</summary>
internal sealed class LineLoggerProvider(Action<string> write) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new LineLogger(write);

    public void Dispose()
    {
    }
}
