using ElasticMoE.Contracts.Experts;

namespace ElasticMoE.Node.Rehearsal;

/// <summary>Experts whose output is their input, and that can be made to hang.</summary>
internal sealed class RehearsalHost(int hiddenSize, int experts) : IExpertHost, IDisposable
{
    private readonly CopyingHost _copies = new(hiddenSize, experts);
    private readonly ManualResetEventSlim _mayRun = new(true);
    private readonly ManualResetEventSlim _hangs = new();

    public int HiddenSize => _copies.HiddenSize;

    public int ExpertsOf(int layer) => _copies.ExpertsOf(layer);

    public void Run(ExpertWork work)
    {
        if (!_mayRun.IsSet)
            _hangs.Set();
        _mayRun.Wait();
        _copies.Run(work);
    }

    /// <summary>What it is asked from now on hangs.</summary>
    public void Hang() => _mayRun.Reset();

    /// <summary>Waits until something hangs.</summary>
    public bool WaitForHang(TimeSpan limit) => _hangs.Wait(limit);

    /// <summary>What hangs goes on.</summary>
    public void GoOn() => _mayRun.Set();

    public void Dispose()
    {
        _mayRun.Dispose();
        _hangs.Dispose();
    }
}
