using ElasticMoE.Contracts.Cluster;

namespace ElasticMoE.Contracts.Experts;

/// <summary>What sequences may be bound to. Immutable: another object says that something has changed.</summary>
/// <param name="revisions">Ascending; the last is the one that new sequences are bound to.</param>
/// <param name="ended">Why sequences of revisions that are no longer live fail, as far as it is remembered.</param>
public sealed class LiveRevisions(IReadOnlyList<BoundRevision> revisions, IReadOnlyDictionary<Revision, string> ended)
{
    /// <summary>Those of a model that is never updated.</summary>
    public static LiveRevisions Loaded { get; } = new([BoundRevision.Loaded], new Dictionary<Revision, string>());

    /// <summary>
    /// What a router knows before its first map, which is on its way: the model may have been updated since. Requests wait for that map, for a sequence that was bound
    /// before could be of a revision that nobody knows.
    /// </summary>
    public static LiveRevisions Unheard { get; } = new([BoundRevision.Loaded], new Dictionary<Revision, string>()) { IsUnheard = true };

    /// <summary>Whether it is <see cref="Unheard"/>.</summary>
    public bool IsUnheard { get; private init; }

    /// <summary>What new sequences are bound to.</summary>
    public BoundRevision Current { get; } = revisions[^1];

    /// <summary>One of them; null where it isn't live.</summary>
    public BoundRevision? Find(Revision revision)
    {
        foreach (BoundRevision live in revisions)
        {
            if (live.Revision == revision)
                return live;
        }
        return null;
    }

    /// <summary>Why no sequence can be bound to a revision, in one line.</summary>
    public string EndOf(Revision revision) => ended.GetValueOrDefault(revision) ?? $"revision {revision} is not served here";
}
