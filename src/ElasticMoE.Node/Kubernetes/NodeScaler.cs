using ElasticMoE.ControlPlane.Admin.Reports;
using ElasticMoE.Placement.NodeCounts;

namespace ElasticMoE.Node.Kubernetes;

/// <summary>
/// Asks Kubernetes for a node where the cluster's memory is short: the shell around <see cref="NodeDemand"/>. It acts only while its supervisor
/// leads. What goes wrong is said once, and tried again.
/// </summary>
internal sealed class NodeScaler : IDisposable
{
    private static readonly TimeSpan s_every = TimeSpan.FromSeconds(10);

    private readonly ScaleClient _client;
    private readonly NodeDemand _demand;
    private readonly Func<StatusReport> _status;
    private readonly TimeProvider _clock;
    private readonly Action<string> _log;
    private readonly RepeatedLook _look;

    /// <param name="target">Whose number it sets.</param>
    /// <param name="nodesMax">Most nodes it may ask for: those that the cluster's description has.</param>
    /// <param name="status">The cluster as the supervisor sees it.</param>
    /// <param name="clock">When to look.</param>
    /// <param name="log">Takes a line for each change, and for what keeps it from one.</param>
    public NodeScaler(ScaleTarget target, int nodesMax, Func<StatusReport> status, TimeProvider clock, Action<string> log)
    {
        (_client, _demand, _status, _clock, _log) = (new(target), new(nodesMax), status, clock, log);
        _look = new RepeatedLook(ScaleAsync, s_every, clock, failed => log($"nodes can't be scaled: {failed.Message}"));
    }

    /// <summary>Looks once; where the last look still waits for an answer, that one will do.</summary>
    public Task LookAsync() => _look.LookAsync();

    public void Dispose()
    {
        _look.Dispose();
        _client.Dispose();
    }

    /// <summary>Whether wanted replicas don't fit.</summary>
    internal static bool IsShort(StatusReport status) => status.ExpertsUnprotected > 0 || (status.LargestDomain.Length > 0 && status.FitsAfterLargestLoss == false);

    private async Task ScaleAsync(CancellationToken cancel)
    {
        StatusReport status = await Task.Run(_status, cancel).ConfigureAwait(false);
        if (status.Lease == 0)
            return;
        (int replicas, string version) = await _client.ReadAsync(cancel).ConfigureAwait(false);
        int wanted = _demand.Handle(new(replicas, status.NodesReady, IsShort(status)), _clock.GetTimestamp() * 1000 / _clock.TimestampFrequency);
        if (wanted == replicas)
            return;
        await _client.SetAsync(wanted, version, cancel).ConfigureAwait(false);
        _log($"memory is short: asked Kubernetes for {wanted} nodes in place of {replicas}");
    }
}
