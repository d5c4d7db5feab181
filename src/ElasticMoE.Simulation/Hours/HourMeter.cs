using ElasticMoE.Contracts.Control;
using ElasticMoE.DataPlane.Frames;
using ElasticMoE.Placement.Control.Codec;
using ElasticMoE.Placement.Control.Supervision;
using ElasticMoE.Simulation.Control;

namespace ElasticMoE.Simulation.Hours;

/// <summary>Counts what a leader does, and times it.</summary>
/// <param name="clock">Of the machine that runs it.</param>
/// <param name="routers">Each gets every map.</param>
internal sealed class HourMeter(TimeProvider clock, int routers) : IControlWatch
{
    private readonly List<double> _plansMs = [];
    private TimeSpan _busy;
    private TimeSpan _longest;

    public long Decisions { get; private set; }

    public long Events { get; private set; }

    public long JournalBytes { get; private set; }

    public long Commands { get; private set; }

    public long Maps { get; private set; }

    /// <summary>To one router.</summary>
    public long MapBytes { get; private set; }

    /// <summary>Messages from nodes, routers and operators.</summary>
    public long Taken { get; private set; }

    /// <summary>Messages to nodes and routers.</summary>
    public long Sent { get; private set; }

    public double BusyS => _busy.TotalSeconds;

    public double LongestMs => _longest.TotalMilliseconds;

    public IReadOnlyList<double> PlansMs => _plansMs;

    public long Begin() => clock.GetTimestamp();

    public void Planned(long began) => _plansMs.Add(clock.GetElapsedTime(began).TotalMilliseconds);

    public void Handled(SupervisorMessage message, IReadOnlyList<SupervisorEffect> effects, long began)
    {
        TimeSpan took = clock.GetElapsedTime(began);
        _busy += took;
        _longest = took > _longest ? took : _longest;
        bool isFromOutside = message is SupervisorMessage.NodeReported or SupervisorMessage.RouterReported or SupervisorMessage.NodeConnected or SupervisorMessage.NodeDisconnected
            or SupervisorMessage.RouterConnected or SupervisorMessage.RouterDisconnected or SupervisorMessage.CommandRefused or SupervisorMessage.MapAsked or SupervisorMessage.Submitted;
        Taken += isFromOutside ? 1 : 0;
        for (int i = 0; i < effects.Count; i++)
            See(effects[i]);
    }

    private void See(SupervisorEffect effect)
    {
        switch (effect)
        {
            case SupervisorEffect.Append append:
                Decisions++;
                Events += append.Batch.Events.Count;
                JournalBytes += EventCodec.Encode(append.Batch).Length;
                break;
            case SupervisorEffect.Send:
                Commands++;
                Sent++;
                break;
            case SupervisorEffect.Fence:
                Sent++;
                break;
            case SupervisorEffect.Publish publish:
                Maps++;
                Sent += routers;
                MapBytes += MapPayload.Write(publish.Delta).Length;
                break;
            case SupervisorEffect.SendMap map:
                Sent++;
                MapBytes += MapPayload.Write(map.Map).Length / routers;
                break;
        }
    }
}
