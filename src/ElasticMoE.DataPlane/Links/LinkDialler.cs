using ElasticMoE.DataPlane.Transport;

namespace ElasticMoE.DataPlane.Links;

/// <summary>Keeps one link: dials, runs it, waits a little longer after each failure, dials again.</summary>
internal sealed class LinkDialler(LinkHub hub, LinkAddress address) : IDisposable
{
    private const int BackOffMinMs = 10;
    private const int BackOffMaxMs = 1_000;

    private readonly ManualResetEvent _disposed = new(false);

    public void Start() => new Thread(Loop) { IsBackground = true, Name = "link reads" }.Start();

    /// <summary>No further dialling; a link that is open stays until it breaks.</summary>
    public void Dispose() => _disposed.Set();

    private void Loop()
    {
        int backOffMs = BackOffMinMs;
        string told = "";
        WaitHandle[] ends = [_disposed, hub.Ended];
        do
        {
            (string reason, bool wasOpen) = hub.RunDialled(address);
            // A peer that isn't there yet is told once, not at every try.
            if (!wasOpen && reason != told)
                hub.Log($"no link to {address}: {told = reason}");
            backOffMs = wasOpen ? BackOffMinMs : Math.Min(2 * backOffMs, BackOffMaxMs);
            if (wasOpen)
                told = "";
        }
        while (WaitHandle.WaitAny(ends, backOffMs) == WaitHandle.WaitTimeout);
    }
}
