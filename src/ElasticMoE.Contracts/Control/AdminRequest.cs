namespace ElasticMoE.Contracts.Control;

/// <summary>A command and how it is meant.</summary>
/// <param name="Id">Chosen by the caller, fresh for each command; a retry carries the same.</param>
/// <param name="Command">What to do.</param>
/// <param name="DryRun">Whether only to say what it would do.</param>
public sealed record AdminRequest(EventId Id, AdminCommand Command, bool DryRun = false);
