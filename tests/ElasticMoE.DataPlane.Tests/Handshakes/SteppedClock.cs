namespace ElasticMoE.DataPlane.Tests.Handshakes;

/// <summary>Time that passes when a test says so.</summary>
internal sealed class SteppedClock : TimeProvider
{
    private long _ms;

    public override long TimestampFrequency => 1_000;

    public override long GetTimestamp() => _ms;

    public void Pass(long ms) => _ms += ms;
}
