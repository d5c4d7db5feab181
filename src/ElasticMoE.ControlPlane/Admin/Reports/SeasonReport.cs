namespace ElasticMoE.ControlPlane.Admin.Reports;

/// <summary>A season.</summary>
/// <param name="Season">Its name.</param>
/// <param name="Team">Whose experts it is about.</param>
/// <param name="Factor">What their load is multiplied by.</param>
/// <param name="When">Days and times, UTC.</param>
public sealed record SeasonReport(string Season, string Team, double Factor, string When);
