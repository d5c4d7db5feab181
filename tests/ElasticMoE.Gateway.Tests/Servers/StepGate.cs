using ElasticMoE.Model.Forward;

namespace ElasticMoE.Gateway.Tests.Servers;

/// <summary>Counts an engine's steps, and holds one up where a test wants that.</summary>
internal sealed class StepGate : IStepObserver
{
    private readonly SemaphoreSlim _held = new(0), _go = new(0);
    private volatile bool _holds;
    private int _steps;

    /// <summary>Steps that have begun.</summary>
    public int Steps => Volatile.Read(ref _steps);

    /// <summary>Completes once a step has begun that doesn't get on until <see cref="LetGo"/>.</summary>
    public Task HoldAsync()
    {
        _holds = true;
        return _held.WaitAsync().Guard();
    }

    public void LetGo()
    {
        _holds = false;
        _go.Release();
    }

    public void Routed(int layer, ReadOnlySpan<int> experts, ReadOnlySpan<float> weights)
    {
        // Steps alone count.
    }

    public void Passed(int layers, ReadOnlySpan<float> rows)
    {
        if (layers != 0)
            return;
        Interlocked.Increment(ref _steps);
        if (!_holds)
            return;
        _held.Release();
        _go.Wait();
    }
}
