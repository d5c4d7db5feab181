namespace ElasticMoE.ControlPlane.Admin.Reports;

/// <summary>A replica.</summary>
/// <param name="Expert">Its expert.</param>
/// <param name="Version">Its version.</param>
/// <param name="Node">Where it is.</param>
/// <param name="Wanted">"awake", "standby" or "nowhere".</param>
/// <param name="Phase">How far the node has it; empty where it isn't known.</param>
/// <param name="Bytes">Memory it takes.</param>
/// <param name="RowsServed">Rows run since the node's start.</param>
/// <param name="Cause">Why it failed; empty otherwise.</param>
public sealed record ReplicaDetails(string Expert, int Version, int Node, string Wanted, string Phase, long Bytes, long RowsServed, string Cause);
