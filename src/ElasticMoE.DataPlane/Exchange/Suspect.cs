using ElasticMoE.Contracts.Cluster;

namespace ElasticMoE.DataPlane.Exchange;

/// <summary>
/// A row with one of its experts, under suspicion. It is convicted by two deaths, one of them after the node had started it alone: a link that
/// breaks counts only once it is known that its node died, and a node that doesn't answer only once its link breaks.
/// <para>
/// An innocent row is convicted where a second node happens to die while it runs that row and nothing else, between its Started and its answer. After a node's death S suspects of t each take S·t of one node's
/// time; where other causes end that node every M seconds, one of them is convicted with a probability of S·t/M: 60 suspects of 0.1 ms and a kill every 10 s, 6·10⁻⁴ for each node that dies. Three nodes in place of two
/// would square that, and cost a small cluster its last node to every guilty row.
/// </para>
/// </summary>
internal sealed class Suspect(ulong row, ExpertId expert, long sinceUs)
{
    private readonly List<Accusation> _open = [];
    private int _deaths;
    private int _deathsAfterStarted;

    public ulong Row => row;

    public ExpertId Expert => expert;

    public long SinceUs => sinceUs;

    /// <summary>Whether the fate of a node isn't known yet.</summary>
    public bool IsOpen => _open.Count > 0;

    public Suspicion Suspicion
    {
        get
        {
            if (_deathsAfterStarted > 0 && _deaths > 1)
                return Suspicion.Convicted;
            // No third node while it may be that two die of it.
            if (IsOpen && _deaths + _open.Count > 1)
                return Suspicion.Accused;
            return IsOpen || _deaths > 0 ? Suspicion.Suspected : Suspicion.None;
        }
    }

    /// <summary>A node is accused once: the newest about it counts.</summary>
    public void Accuse(in Accusation accusation)
    {
        for (int i = 0; i < _open.Count; i++)
        {
            if (_open[i].Node != accusation.Node)
                continue;
            _open[i] = accusation with { IsStarted = accusation.IsStarted || _open[i].IsStarted };
            return;
        }
        _open.Add(accusation);
    }

    /// <summary>A node has said that it didn't compute the row.</summary>
    public void Clear(NodeIdentity node)
    {
        for (int i = _open.Count - 1; i >= 0; i--)
        {
            if (_open[i].Node == node)
                _open.RemoveAt(i);
        }
    }

    /// <summary>A node is heard of: as it was, or started again.</summary>
    public void Meet(NodeIdentity node)
    {
        for (int i = _open.Count - 1; i >= 0; i--)
        {
            if (_open[i].Node.Node == node.Node)
                Close(i, isDeath: _open[i].Node.Incarnation != node.Incarnation);
        }
    }

    /// <summary>Nodes whose links broke before a time, and that were not heard of since, count as dead; those that merely haven't answered don't.</summary>
    /// <returns>Whether the last open accusation is closed by it.</returns>
    public bool Expire(long beforeUs)
    {
        bool wasOpen = IsOpen;
        for (int i = _open.Count - 1; i >= 0; i--)
        {
            if (_open[i].SinceUs <= beforeUs)
                Close(i, isDeath: _open[i].IsLost);
        }
        return wasOpen && !IsOpen;
    }

    private void Close(int index, bool isDeath)
    {
        if (isDeath)
        {
            _deaths++;
            _deathsAfterStarted += _open[index].IsStarted ? 1 : 0;
        }
        _open.RemoveAt(index);
    }
}
