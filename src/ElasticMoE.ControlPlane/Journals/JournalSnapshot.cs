namespace ElasticMoE.ControlPlane.Journals;

/// <summary>The state after an event, so that a start need not replay what came before.</summary>
/// <param name="Index">The event.</param>
/// <param name="Body">Bytes that mean nothing to the journal.</param>
public sealed record JournalSnapshot(long Index, byte[] Body);
