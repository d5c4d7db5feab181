using ElasticMoE.Model.Forward;

namespace ElasticMoE.Gateway.Tests.Servers;

/// <summary>Counts an engine's steps, and holds one up where a test wants that.</summary>
internal sealed class StepGate : IStepObserver
{
    private readonly SemaphoreSlim _held = new(0), _go = new(0);
    private volatile int _holdAt;
    private int _steps;

    /// <summary>Steps that have begun.</summary>
    public int Steps => Volatile.Read(ref _steps);

    /// <summary>Completes once the step with this number has begun, which doesn't get on until <see cref="LetGo"/>.</summary>
    public Task HoldAtAsync(int step)
    {
        _holdAt = step;
        return _held.WaitAsync().Guard();
    }

    public void LetGo() => _go.Release();

    public void Routed(int layer, ReadOnlySpan<int> experts, ReadOnlySpan<float> weights)
    {
        // Steps alone count.
    }

    public void Passed(int layers, ReadOnlySpan<float> rows)
    {
        if (layers != 0 || Interlocked.Increment(ref _steps) != _holdAt)
            return;
        _held.Release();
        _go.Wait();
    }
}
