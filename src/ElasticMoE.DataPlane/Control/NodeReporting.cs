using ElasticMoE.Contracts.Control;
using ElasticMoE.DataPlane.Frames;
using ElasticMoE.DataPlane.Links;

namespace ElasticMoE.DataPlane.Control;

/// <summary>Sends a node's reports on links for as long as these are open.</summary>
/// <param name="agent">Whose they are.</param>
/// <param name="isNews">Of the report that was sent last (null before the first) and the next one: whether the next is sent.</param>
/// <param name="log">Takes a line where reports can't be sent any more.</param>
internal sealed class NodeReporting(INodeAgent agent, Func<NodeReport?, NodeReport, bool> isNews, Action<string> log)
{
    private readonly Dictionary<IFrameLink, CancellationTokenSource> _reporting = [];
    private readonly Lock _gate = new();

    public void Begin(IFrameLink link)
    {
        var ended = new CancellationTokenSource();
        lock (_gate)
            _reporting[link] = ended;
        _ = ReportAsync(link, ended);
    }

    public void End(IFrameLink link)
    {
        lock (_gate)
        {
            if (_reporting.Remove(link, out CancellationTokenSource? ended))
                ended.Cancel();
        }
    }

    private async Task ReportAsync(IFrameLink link, CancellationTokenSource ended)
    {
        try
        {
            NodeReport? last = null;
            await foreach (NodeReport report in agent.Reports(ended.Token).ConfigureAwait(false))
            {
                if (!isNews(last, report))
                    continue;
                link.SendOrBreak(new FrameHeader { Kind = FrameKind.Report }, ControlPayload.Write(report));
                last = report;
            }
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // The link is broken, and nobody waits for reports on it.
            return;
        }
        catch (Exception failed)
        {
            log($"reports to {link.Peer} end: {failed.Message}");
            link.Break("this node can't report");
        }
        finally
        {
            lock (_gate)
            {
                // Reports that end by themselves, as with their agent, leave nothing that the link's end could cancel.
                if (_reporting.GetValueOrDefault(link) == ended)
                    _reporting.Remove(link);
                ended.Dispose();
            }
        }
    }
}
