namespace ElasticMoE.ControlPlane.Admin.Reports;

/// <summary>A node in a row.</summary>
/// <param name="Node">Its number.</param>
/// <param name="State">"ready", "lost", "unmanaged", with "cordoned" or "draining" after it.</param>
/// <param name="Awake">Awake replicas.</param>
/// <param name="Standbys">Standbys.</param>
/// <param name="ResidentBytes">Memory they take.</param>
/// <param name="BudgetBytes">Memory they may take.</param>
/// <param name="Zone">Its failure domain.</param>
/// <param name="Host">Its machine.</param>
/// <param name="Address">Where it is reached.</param>
public sealed record NodeSummary(int Node, string State, int Awake, int Standbys, long ResidentBytes, long BudgetBytes, string Zone, string Host, string Address);
