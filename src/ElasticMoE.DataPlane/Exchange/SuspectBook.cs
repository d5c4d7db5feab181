using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Cluster;

namespace ElasticMoE.DataPlane.Exchange;

/// <summary>
/// Rows under suspicion, told by their content and expert, beyond the end of an exchange: a row that is parked, or whose sequence gives way,
/// is computed again to the same bits, and a poison row that was forgotten meanwhile would kill two more nodes each time.
/// </summary>
internal sealed class SuspectBook
{
    /// <summary>How long a node under an accused row may take to come back; then it counts as dead. A node that is started again takes about a second.</summary>
    public const long FateAfterUs = 3_000_000;

    /// <summary>How long a suspect is remembered: longer than a sequence may wait for experts.</summary>
    public const long RememberUs = 60_000_000;

    private readonly Dictionary<(ulong Row, ExpertId Expert), Suspect> _suspects = [];
    private readonly Queue<Suspect> _oldest = new();
    private readonly List<Suspect> _open = [];

    /// <summary>Suspects that are remembered.</summary>
    public int Count => _suspects.Count;

    public Suspicion Of(ulong row, ExpertId expert, long nowUs)
    {
        if (!_suspects.TryGetValue((row, expert), out Suspect? suspect))
            return Suspicion.None;
        if (suspect.Expire(nowUs - FateAfterUs))
            _open.Remove(suspect);
        return suspect.Suspicion;
    }

    /// <summary>The link to a node broke while the row was out there.</summary>
    /// <param name="row">The row, by content.</param>
    /// <param name="expert">What it was to run.</param>
    /// <param name="node">Which start of which node.</param>
    /// <param name="started">Whether the node had started the row, alone.</param>
    /// <param name="nowUs">Monotonic time.</param>
    public void Accuse(ulong row, ExpertId expert, NodeIdentity node, bool started, long nowUs)
    {
        Suspect suspect = Find(row, expert, nowUs);
        if (!suspect.IsOpen)
            _open.Add(suspect);
        suspect.Accuse(new(node, started, nowUs));
    }

    /// <summary>A node is heard of: rows that are accused of its death are cleared of it, or it counts.</summary>
    /// <returns>Whether any is convicted.</returns>
    public bool Meet(NodeIdentity node)
    {
        bool any = false;
        for (int i = _open.Count - 1; i >= 0; i--)
        {
            Suspect suspect = _open[i];
            suspect.Meet(node);
            any |= suspect.Suspicion == Suspicion.Convicted;
            if (!suspect.IsOpen)
                _open.RemoveAt(i);
            if (suspect.Suspicion == Suspicion.None)
                _suspects.Remove((suspect.Row, suspect.Expert));
        }
        return any;
    }

    /// <summary>A row has its output.</summary>
    public void Forget(ulong row, ExpertId expert)
    {
        if (_suspects.Remove((row, expert), out Suspect? suspect) && suspect.IsOpen)
            _open.Remove(suspect);
    }

    /// <summary>Forgets what is old.</summary>
    public void Expire(long nowUs)
    {
        while (_oldest.TryPeek(out Suspect? suspect) && nowUs - suspect.SinceUs >= RememberUs)
            DropOldest();
    }

    private Suspect Find(ulong row, ExpertId expert, long nowUs)
    {
        if (_suspects.TryGetValue((row, expert), out Suspect? known))
            return known;
        while (_oldest.Count >= Limits.SuspectsMax)
            DropOldest();
        var suspect = new Suspect(row, expert, nowUs);
        _suspects.Add((row, expert), suspect);
        _oldest.Enqueue(suspect);
        return suspect;
    }

    private void DropOldest()
    {
        Suspect oldest = _oldest.Dequeue();
        // Where it was forgotten meanwhile, another may have its place.
        if (_suspects.TryGetValue((oldest.Row, oldest.Expert), out Suspect? suspect) && suspect == oldest)
            Forget(oldest.Row, oldest.Expert);
    }
}
