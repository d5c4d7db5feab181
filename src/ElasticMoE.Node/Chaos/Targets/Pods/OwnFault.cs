using ElasticMoE.Node.Faults;

namespace ElasticMoE.Node.Chaos.Targets.Pods;

/// <summary>A fault that this process has caused itself, and whose end it sees to.</summary>
internal sealed class OwnFault(Action end) : IRunningFault
{
    private bool _isOver;

    public bool WaitForEnd() => true;

    public void End() => Dispose();

    public void Dispose()
    {
        if (!Interlocked.Exchange(ref _isOver, true))
            end();
    }
}
