using ElasticMoE.Contracts.Cluster;

namespace ElasticMoE.Contracts.Experts;

/// <summary>Why the revisions that ended last did. As many are remembered as may live at once, since no more can have sequences that ask.</summary>
public sealed class EndedRevisions
{
    private readonly SortedDictionary<Revision, string> _causes = [];

    /// <summary>Those that are remembered, as they are now.</summary>
    public IReadOnlyDictionary<Revision, string> Causes => new Dictionary<Revision, string>(_causes);

    /// <summary>Notes one; the oldest is forgotten for it.</summary>
    /// <param name="revision">Which.</param>
    /// <param name="cause">What ended it, in one line.</param>
    public void Add(Revision revision, string cause)
    {
        _causes[revision] = cause;
        if (_causes.Count > Limits.LiveRevisionsMax)
            _causes.Remove(_causes.Keys.First());
    }
}
