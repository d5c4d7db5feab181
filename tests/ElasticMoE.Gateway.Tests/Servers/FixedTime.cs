namespace ElasticMoE.Gateway.Tests.Servers;

/// <summary>A calendar that stands still; timers and durations are the system's.</summary>
internal sealed class FixedTime : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);
}
