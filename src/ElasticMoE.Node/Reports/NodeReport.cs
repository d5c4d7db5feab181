namespace ElasticMoE.Node.Reports;

/// <summary>One node, as `emoe status` shows it.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Address">Where it listens.</param>
/// <param name="Pid">Its process; null where none runs.</param>
internal sealed record NodeReport(int Number, string Address, int? Pid);
