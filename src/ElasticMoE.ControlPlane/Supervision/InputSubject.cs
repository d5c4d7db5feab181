namespace ElasticMoE.ControlPlane.Supervision;

/// <summary>What an observation is about.</summary>
internal enum InputSubject : byte
{
    Time,
    NodeLink,
    NodeReport,
    Refusal,
    RouterLink,
    RouterReport,
    MapAsk,
}
