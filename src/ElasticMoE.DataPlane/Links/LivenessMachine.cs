using ElasticMoE.Contracts;

namespace ElasticMoE.DataPlane.Links;

/// <summary>
/// Decides when a link pings and when its silence has lasted too long. Liveness says nothing about slowness: pings come from a thread that
/// computes nothing. A tick that comes late tells that this process itself stood still; then the peer gets a fresh start.
/// </summary>
[Machine]
public sealed class LivenessMachine(long nowUs)
{
    /// <summary>From a ping to the next.</summary>
    public const long PingUs = 50_000;

    /// <summary>Silence after which the link is broken.</summary>
    public const long SilenceUs = 400_000;

    /// <summary>A tick this late is this process's own pause.</summary>
    private const long PauseUs = 200_000;

    private long _heardUs = nowUs;
    private long _tickedUs = nowUs;

    /// <summary>Bytes have arrived.</summary>
    public void Heard(long nowUs) => _heardUs = Math.Max(_heardUs, nowUs);

    /// <summary>Time has passed; to be called every <see cref="PingUs"/>.</summary>
    /// <returns>What the link has to do.</returns>
    public LivenessVerdict Tick(long nowUs)
    {
        if (nowUs - _tickedUs > PauseUs)
            _heardUs = Math.Max(_heardUs, nowUs);
        _tickedUs = nowUs;
        return nowUs - _heardUs > SilenceUs ? LivenessVerdict.Break : LivenessVerdict.Ping;
    }
}
