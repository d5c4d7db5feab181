using System.Text.Json;
using ElasticMoE.Contracts;

namespace ElasticMoE.Node.Kubernetes;

/// <summary>Looks at Kubernetes again and again, never twice at once. What goes wrong is told once, and tried again.</summary>
internal sealed class RepeatedLook : IDisposable
{
    private readonly Func<CancellationToken, Task> _once;
    private readonly Action<Exception> _tell;
    private readonly CancellationTokenSource _stop = new();
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private Task _look = Task.CompletedTask;
    private string _told = "";

    /// <param name="once">Looks.</param>
    /// <param name="every">How often.</param>
    /// <param name="clock">Says when.</param>
    /// <param name="tell">Told what keeps it from looking, where that isn't what was told last.</param>
    public RepeatedLook(Func<CancellationToken, Task> once, TimeSpan every, TimeProvider clock, Action<Exception> tell)
    {
        (_once, _tell) = (once, tell);
        _timer = clock.CreateTimer(_ => _ = LookAsync(), null, every, every);
    }

    /// <summary>Looks once; where the last look still waits for an answer, that one will do.</summary>
    public Task LookAsync()
    {
        lock (_gate)
            return _look = _look.IsCompleted ? LookOnceAsync() : _look;
    }

    public void Dispose()
    {
        _timer.Dispose();
        _stop.Cancel();
    }

    private async Task LookOnceAsync()
    {
        try
        {
            await _once(_stop.Token).ConfigureAwait(false);
            _told = "";
        }
        catch (Exception failed) when (failed is HttpRequestException or IOException or UnauthorizedAccessException or JsonException or InputException or OperationCanceledException or ObjectDisposedException)
        {
            if (_stop.IsCancellationRequested || failed.Message == _told)
                return;
            _told = failed.Message;
            _tell(failed);
        }
    }
}
