namespace ElasticMoE.DataPlane.Handshakes;

/// <summary>When a handshake has to be over, however its bytes trickle in.</summary>
internal sealed class HandshakeDeadline(TimeProvider clock, int limitMs)
{
    private readonly long _started = clock.GetTimestamp();

    /// <summary>What is left, ms; not positive when it is past.</summary>
    public int LeftMs => limitMs - (int)clock.GetElapsedTime(_started).TotalMilliseconds;
}
