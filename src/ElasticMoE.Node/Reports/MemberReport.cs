namespace ElasticMoE.Node.Reports;

/// <summary>One process of a cluster, as `emoe status` shows it.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Role">What it does.</param>
/// <param name="Number">Its number among those of its role.</param>
/// <param name="Address">Where it listens.</param>
/// <param name="Pid">Its process; null where none runs.</param>
internal sealed record MemberReport(string Name, string Role, int Number, string Address, int? Pid);
