namespace ElasticMoE.ControlPlane.Supervision;

/// <summary>Is told whether this process leads.</summary>
internal interface ILeadership
{
    /// <summary>It leads under a number until so long, by the process's monotonic clock; said again after each renewal.</summary>
    void Lead(long number, long untilMs);

    /// <summary>It leads no more.</summary>
    void Stop();
}
