namespace ElasticMoE.DataPlane.Links;

/// <summary>Says of each host and cause once in a minute that it was refused, however often it tries; safe for all threads.</summary>
internal sealed class RefusalLog(Action<string> log, TimeProvider clock)
{
    private const long SilentUs = 60_000_000;
    private const int KnownMax = 256;

    private readonly Dictionary<(string Host, string Reason), (long SaidUs, int Since)> _known = [];
    private readonly Lock _gate = new();

    /// <summary>A peer was refused.</summary>
    /// <param name="peer">Its address; of a TCP one the port doesn't count, for it is another one each time.</param>
    /// <param name="reason">Why.</param>
    public void Refused(string peer, string reason)
    {
        int since = 0;
        lock (_gate)
        {
            long nowUs = clock.NowUs();
            var key = (peer[..(peer.StartsWith("tcp:", StringComparison.Ordinal) ? peer.LastIndexOf(':') : peer.Length)], reason);
            if (_known.TryGetValue(key, out (long SaidUs, int Since) last))
            {
                since = last.Since;
                if (nowUs - last.SaidUs < SilentUs)
                {
                    _known[key] = (last.SaidUs, since + 1);
                    return;
                }
            }
            else if (_known.Count >= KnownMax && !Forget(nowUs))
            {
                return;
            }
            _known[key] = (nowUs, 0);
        }
        log(since == 0 ? $"refused {peer}: {reason}" : $"refused {peer}: {reason}; {since} more since this was said last");
    }

    /// <summary>Forgets what was said long ago.</summary>
    /// <returns>Whether that made room.</returns>
    private bool Forget(long nowUs)
    {
        foreach ((string, string) old in _known.Where(said => nowUs - said.Value.SaidUs >= SilentUs).Select(said => said.Key).ToArray())
            _known.Remove(old);
        return _known.Count < KnownMax;
    }
}
