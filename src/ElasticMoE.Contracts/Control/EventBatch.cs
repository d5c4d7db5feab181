namespace ElasticMoE.Contracts.Control;

/// <summary>What one append to the journal holds: all of it is decided, or nothing.</summary>
/// <param name="Id">Names the append, so that one of unknown outcome is retried safely.</param>
/// <param name="UnixMs">When, by the leader's wall clock; for people, nothing depends on it.</param>
/// <param name="Events">One or more, in order.</param>
public sealed record EventBatch(EventId Id, long UnixMs, IReadOnlyList<ControlEvent> Events);
