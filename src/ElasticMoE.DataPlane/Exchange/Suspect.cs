using ElasticMoE.Contracts.Cluster;

namespace ElasticMoE.DataPlane.Exchange;

/// <summary>
/// A row with one of its experts, under suspicion. It is convicted by two deaths, one of them after the node had started it alone: a link that
/// breaks counts only once it is known that its node died.
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
            if (IsOpen && (_deathsAfterStarted > 0 || _open.Exists(accusation => accusation.IsStarted)))
                return Suspicion.Accused;
            return IsOpen || _deaths > 0 ? Suspicion.Suspected : Suspicion.None;
        }
    }

    public void Accuse(in Accusation accusation) => _open.Add(accusation);

    /// <summary>A node is heard of: as it was, or started again.</summary>
    public void Meet(NodeIdentity node)
    {
        for (int i = _open.Count - 1; i >= 0; i--)
        {
            if (_open[i].Node.Node == node.Node)
                Close(i, isDeath: _open[i].Node.Incarnation != node.Incarnation);
        }
    }

    /// <summary>Nodes whose links broke before a time, and that were not heard of since, count as dead.</summary>
    /// <returns>Whether the last open accusation is closed by it.</returns>
    public bool Expire(long beforeUs)
    {
        bool wasOpen = IsOpen;
        for (int i = _open.Count - 1; i >= 0; i--)
        {
            if (_open[i].SinceUs <= beforeUs)
                Close(i, isDeath: true);
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
