using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Experts;

namespace ElasticMoE.Engine.Requests;

/// <summary>
/// Binds sequences to revisions, and says which have any. One thread binds and releases; any may read <see cref="Bound"/>. Who sees first that
/// another revision is current, and then which are bound, never misses a sequence: each is counted before it is known to be in time.
/// </summary>
internal sealed class RevisionBook(Func<LiveRevisions> source)
{
    private readonly SortedDictionary<Revision, int> _sequences = [];
    private IReadOnlyList<Revision> _bound = [];

    /// <summary>What sequences could be bound to when it was last looked at.</summary>
    public LiveRevisions Live { get; private set; } = source();

    /// <summary>Revisions that sequences are bound to, ascending.</summary>
    public IReadOnlyList<Revision> Bound => Volatile.Read(ref _bound);

    /// <summary>Looks again.</summary>
    /// <returns>Whether anything has changed.</returns>
    public bool Look()
    {
        LiveRevisions live = source();
        bool isOther = !ReferenceEquals(live, Live);
        Live = live;
        return isOther;
    }

    /// <summary>Whether a revision is one to come: this process hasn't heard of it yet, or of any.</summary>
    public bool IsToCome(Revision? asked)
    {
        LiveRevisions live = source();
        return live.IsUnheard || (asked is { } revision && revision.CompareTo(live.Current.Revision) > 0);
    }

    /// <summary>Binds a sequence.</summary>
    /// <param name="asked">To which revision; null for the current one.</param>
    /// <exception cref="InputException">It isn't live; says why.</exception>
    public BoundRevision Bind(Revision? asked)
    {
        while (true)
        {
            LiveRevisions live = source();
            BoundRevision bound = asked is { } revision ? live.Find(revision) ?? throw new InputException("revision", live.EndOf(revision)) : live.Current;
            Count(bound.Revision, 1);
            if (ReferenceEquals(source(), live))
                return bound;
            Count(bound.Revision, -1);
        }
    }

    /// <summary>A sequence has ended.</summary>
    public void Release(BoundRevision bound) => Count(bound.Revision, -1);

    private void Count(Revision revision, int change)
    {
        int before = _sequences.GetValueOrDefault(revision);
        _sequences[revision] = before + change;
        if (before + change == 0)
            _sequences.Remove(revision);
        if (before == 0 || before + change == 0)
            Interlocked.Exchange(ref _bound, [.. _sequences.Keys]);
    }
}
