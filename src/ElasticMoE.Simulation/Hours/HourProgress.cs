namespace ElasticMoE.Simulation.Hours;

/// <summary>How far an hour has come.</summary>
/// <param name="VirtualS">Virtual time since the cluster was formed, s.</param>
/// <param name="OfS">Virtual time in all, s.</param>
/// <param name="TookS">Time of the machine that runs it, s, forming included.</param>
/// <param name="Events">Simulated events so far.</param>
public readonly record struct HourProgress(double VirtualS, double OfS, double TookS, long Events);
