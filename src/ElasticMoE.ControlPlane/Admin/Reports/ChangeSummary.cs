namespace ElasticMoE.ControlPlane.Admin.Reports;

/// <summary>A change of the placement.</summary>
/// <param name="Change">Its number.</param>
/// <param name="UnixMs">When, by the leader's wall clock.</param>
/// <param name="Cause">What made it.</param>
/// <param name="Undoes">The change it took back; 0 for none.</param>
/// <param name="Experts">How many experts it changed.</param>
public sealed record ChangeSummary(long Change, long UnixMs, string Cause, long Undoes, int Experts);
