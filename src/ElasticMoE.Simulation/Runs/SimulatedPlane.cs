namespace ElasticMoE.Simulation.Runs;

/// <summary>Which machines a history is about.</summary>
public enum SimulatedPlane
{
    /// <summary>Requests to tokens: exchange, serving, scheduling.</summary>
    Data,

    /// <summary>Commands to maps: supervisor, lease, planner, autoscaler.</summary>
    Control,
}
