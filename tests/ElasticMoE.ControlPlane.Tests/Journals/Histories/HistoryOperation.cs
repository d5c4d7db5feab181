using ElasticMoE.ControlPlane.Tests.Journals.Reference;

namespace ElasticMoE.ControlPlane.Tests.Journals.Histories;

/// <summary>One operation of a history: when it was called, when it returned, and what the model has to say to its answer.</summary>
/// <param name="Text">For messages.</param>
/// <param name="Called">Orders calls and returns.</param>
/// <param name="Returned">Orders calls and returns; the largest number where its outcome is unknown.</param>
/// <param name="MayBeMissing">Its outcome is unknown: it may never have happened.</param>
/// <param name="Apply">The state after it; null where the model would have answered otherwise.</param>
internal sealed record HistoryOperation(string Text, long Called, long Returned, bool MayBeMissing, Func<JournalModel, JournalModel?> Apply);
