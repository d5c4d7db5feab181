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

    private readonly Dictionary<(ulong Row, ExpertId Expert), Entry> _entries = [];
    private readonly Queue<Entry> _oldest = new();
    private readonly List<Entry> _accused = [];

    /// <summary>Suspects that are remembered.</summary>
    public int Count => _entries.Count;

    public Suspicion Of(ulong row, ExpertId expert, long nowUs)
    {
        if (!_entries.TryGetValue((row, expert), out Entry? entry))
            return Suspicion.None;
        if (entry.Suspicion == Suspicion.Accused && nowUs - entry.AccusedUs >= FateAfterUs)
            entry.Suspicion = Suspicion.Convicted;
        return entry.Suspicion;
    }

    /// <summary>A row was out when a node died. A worse suspicion stays.</summary>
    public void Suspect(ulong row, ExpertId expert, long nowUs) => Find(row, expert, nowUs);

    /// <summary>The link to a node broke after it had started the row.</summary>
    public void Accuse(ulong row, ExpertId expert, NodeIdentity node, long nowUs)
    {
        Entry entry = Find(row, expert, nowUs);
        if (entry.Suspicion != Suspicion.Suspected)
            return;
        (entry.Suspicion, entry.Node, entry.AccusedUs) = (Suspicion.Accused, node, nowUs);
        _accused.Add(entry);
    }

    /// <summary>A node is heard of: rows that are accused of its death are cleared of it, or convicted.</summary>
    /// <returns>Whether any is convicted.</returns>
    public bool Meet(NodeIdentity node)
    {
        bool any = false;
        for (int i = _accused.Count - 1; i >= 0; i--)
        {
            Entry entry = _accused[i];
            if (entry.Node.Node != node.Node)
                continue;
            _accused.RemoveAt(i);
            if (entry.Suspicion == Suspicion.Accused)
                entry.Suspicion = entry.Node.Incarnation == node.Incarnation ? Suspicion.Suspected : Suspicion.Convicted;
            any |= entry.Suspicion == Suspicion.Convicted;
        }
        return any;
    }

    /// <summary>A row has its output, or its request has failed.</summary>
    public void Forget(ulong row, ExpertId expert)
    {
        if (_entries.Remove((row, expert), out Entry? entry) && entry.Suspicion != Suspicion.Suspected)
            _accused.Remove(entry);
    }

    /// <summary>Forgets what is old.</summary>
    public void Expire(long nowUs)
    {
        while (_oldest.TryPeek(out Entry? entry) && nowUs - entry.SinceUs >= RememberUs)
            DropOldest();
    }

    private Entry Find(ulong row, ExpertId expert, long nowUs)
    {
        if (_entries.TryGetValue((row, expert), out Entry? known))
            return known;
        while (_oldest.Count >= Limits.SuspectsMax)
            DropOldest();
        var entry = new Entry { Row = row, Expert = expert, SinceUs = nowUs };
        _entries.Add((row, expert), entry);
        _oldest.Enqueue(entry);
        return entry;
    }

    private void DropOldest()
    {
        Entry oldest = _oldest.Dequeue();
        // Where it was forgotten meanwhile, another entry may have its place.
        if (_entries.TryGetValue((oldest.Row, oldest.Expert), out Entry? entry) && entry == oldest)
            Forget(oldest.Row, oldest.Expert);
    }

    private sealed class Entry
    {
        public required ulong Row { get; init; }

        public required ExpertId Expert { get; init; }

        public required long SinceUs { get; init; }

        public Suspicion Suspicion { get; set; } = Suspicion.Suspected;

        public NodeIdentity Node { get; set; }

        public long AccusedUs { get; set; }
    }
}
