namespace ElasticMoE.ControlPlane.Journals;

/// <summary>An event to append.</summary>
/// <param name="Id">Its own; the same at every try.</param>
/// <param name="Body">Bytes that mean nothing to the journal; nobody changes them afterwards.</param>
public sealed record JournalEntry(Guid Id, byte[] Body);
