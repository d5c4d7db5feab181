using ElasticMoE.DataPlane.Frames;
using ElasticMoE.Placement.Control.Supervision;

namespace ElasticMoE.Simulation.Hours;

/// <summary>Counts what a leader does.</summary>
internal sealed class HourMeter
{
    public long Decisions { get; private set; }

    public long Events { get; private set; }

    public long Commands { get; private set; }

    public long Plans { get; private set; }

    public long Maps { get; private set; }

    public long MapBytes { get; private set; }

    public void See(SupervisorEffect effect)
    {
        switch (effect)
        {
            case SupervisorEffect.Append append:
                Decisions++;
                Events += append.Batch.Events.Count;
                break;
            case SupervisorEffect.Send:
                Commands++;
                break;
            case SupervisorEffect.Plan:
                Plans++;
                break;
            case SupervisorEffect.Publish publish:
                Maps++;
                MapBytes += MapPayload.Write(publish.Delta).Length;
                break;
            case SupervisorEffect.SendMap map:
                MapBytes += MapPayload.Write(map.Map).Length;
                break;
        }
    }
}
