namespace ElasticMoE.DataPlane.Links;

/// <summary>A receiver of links, for whoever waits until none of them is open.</summary>
/// <param name="receiver">Is told of everything.</param>
public sealed class CountedReceiver(IFrameReceiver receiver) : IFrameReceiver
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _none = Done();
    private int _open;

    /// <summary>Completes when no link is open.</summary>
    public Task None
    {
        get
        {
            lock (_gate)
                return _none.Task;
        }
    }

    /// <inheritdoc/>
    public void Opened(IFrameLink link)
    {
        lock (_gate)
        {
            if (_open++ == 0)
                _none = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        receiver.Opened(link);
    }

    /// <inheritdoc/>
    public void Received(IFrameLink link, FrameBuffer frame) => receiver.Received(link, frame);

    /// <inheritdoc/>
    public void Broken(IFrameLink link, string reason)
    {
        receiver.Broken(link, reason);
        lock (_gate)
        {
            if (--_open == 0)
                _none.SetResult();
        }
    }

    private static TaskCompletionSource Done()
    {
        var done = new TaskCompletionSource();
        done.SetResult();
        return done;
    }
}
