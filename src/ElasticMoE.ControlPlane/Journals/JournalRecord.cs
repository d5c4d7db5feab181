namespace ElasticMoE.ControlPlane.Journals;

/// <summary>An event of the journal.</summary>
/// <param name="Index">Counts events from 1, without gaps.</param>
/// <param name="Lease">The number under which it was appended; never falls from one event to the next.</param>
/// <param name="Id">Its own.</param>
/// <param name="Body">Its bytes.</param>
public sealed record JournalRecord(long Index, long Lease, Guid Id, byte[] Body);
