namespace ElasticMoE.ControlPlane.Admin.Reports;

/// <summary>An event of the journal.</summary>
/// <param name="Index">Its place in the journal.</param>
/// <param name="UnixMs">When, by the leader's wall clock.</param>
/// <param name="Lease">The number under which it was written.</param>
/// <param name="Kind">What it says.</param>
/// <param name="Text">It in words.</param>
public sealed record EventReport(long Index, long UnixMs, long Lease, string Kind, string Text);
