using ElasticMoE.Contracts.Experts;

namespace ElasticMoE.EndToEnd.Fabric;

/// <summary>A host whose mathematics can be made to hang while its process lives on.</summary>
internal sealed class StuckHost(IExpertHost host) : IExpertHost
{
    private readonly ManualResetEventSlim _runs = new(initialState: true);

    public int HiddenSize => host.HiddenSize;

    /// <summary>Set: no call returns.</summary>
    public bool Hangs
    {
        set
        {
            if (value)
                _runs.Reset();
            else
                _runs.Set();
        }
    }

    public int ExpertsOf(int layer) => host.ExpertsOf(layer);

    public void Run(ExpertWork work)
    {
        _runs.Wait();
        host.Run(work);
    }
}
