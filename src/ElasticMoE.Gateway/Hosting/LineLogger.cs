using Microsoft.Extensions.Logging;

namespace ElasticMoE.Gateway.Hosting;

/// <summary>Writes each message as a line, with the trace below it where something failed.</summary>
internal sealed class LineLogger(Action<string> write) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
            write(exception is null ? formatter(state, null) : $"{formatter(state, exception)}{Environment.NewLine}{exception}");
    }
}
