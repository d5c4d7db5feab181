using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Experts;

namespace ElasticMoE.EndToEnd.Fabric;

/// <summary>Notes which experts it is asked to run.</summary>
internal sealed class RecordingHost(IExpertHost host) : IExpertHost
{
    public HashSet<ExpertId> Used { get; } = [];

    public int HiddenSize => host.HiddenSize;

    public int ExpertsOf(int layer) => host.ExpertsOf(layer);

    public void Run(ExpertWork work)
    {
        foreach (int expert in work.Experts.AsSpan(0, work.Pairs))
            Used.Add(new(work.Layer, expert));
        host.Run(work);
    }
}
