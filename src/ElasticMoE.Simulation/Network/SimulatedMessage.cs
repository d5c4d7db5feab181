namespace ElasticMoE.Simulation.Network;

/// <summary>What travels on a link.</summary>
internal abstract class SimulatedMessage
{
    /// <summary>Says only that the sender lives.</summary>
    public static SimulatedMessage Ping { get; } = new PingMessage();

    private sealed class PingMessage : SimulatedMessage;
}
