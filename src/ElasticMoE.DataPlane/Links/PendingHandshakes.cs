using ElasticMoE.DataPlane.Transport;

namespace ElasticMoE.DataPlane.Links;

/// <summary>
/// Peers that have connected and not yet proved themselves. Where there are too many the oldest gives way, so that strangers who take their
/// time can't keep out those who come to the point.
/// </summary>
internal sealed class PendingHandshakes(int max)
{
    private readonly LinkedList<IByteChannel> _oldestFirst = new();
    private readonly Lock _gate = new();

    /// <summary>A peer has connected.</summary>
    /// <returns>The one that gives way; null where there is room.</returns>
    public IByteChannel? Add(IByteChannel channel)
    {
        lock (_gate)
        {
            _oldestFirst.AddLast(channel);
            if (_oldestFirst.Count <= max)
                return null;
            IByteChannel oldest = _oldestFirst.First!.Value;
            _oldestFirst.RemoveFirst();
            return oldest;
        }
    }

    /// <summary>A peer has proved itself or failed to.</summary>
    /// <returns>Whether it hadn't given way before.</returns>
    public bool Remove(IByteChannel channel)
    {
        lock (_gate)
            return _oldestFirst.Remove(channel);
    }
}
