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
            Settle(suspect);
        return suspect.Suspicion;
    }

    /// <summary>A row is out at a node that may have died of it, or may yet.</summary>
    /// <param name="row">The row, by content.</param>
    /// <param name="expert">What it was to run.</param>
    /// <param name="accusation">Where it is.</param>
    public void Accuse(ulong row, ExpertId expert, in Accusation accusation)
    {
        Suspect suspect = Find(row, expert, accusation.SinceUs);
        if (!suspect.IsOpen)
            _open.Add(suspect);
        suspect.Accuse(accusation);
    }

    /// <summary>A node has said that it didn't compute the row.</summary>
    public void Clear(ulong row, ExpertId expert, NodeIdentity node)
    {
        if (!_suspects.TryGetValue((row, expert), out Suspect? suspect) || !suspect.IsOpen)
            return;
        suspect.Clear(node);
        if (!suspect.IsOpen)
            Settle(suspect);
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
                Settle(suspect);
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
        for (int i = _open.Count - 1; i >= 0; i--)
        {
            if (_open[i] is var suspect && suspect.Expire(nowUs - FateAfterUs))
                Settle(suspect);
        }
        while (_oldest.TryPeek(out Suspect? suspect) && nowUs - suspect.SinceUs >= RememberUs)
            DropOldest();
    }

    /// <summary>No node's fate is open any more; where none has died, nothing is held against the row.</summary>
    private void Settle(Suspect suspect)
    {
        _open.Remove(suspect);
        if (suspect.Suspicion == Suspicion.None)
            _suspects.Remove((suspect.Row, suspect.Expert));
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
