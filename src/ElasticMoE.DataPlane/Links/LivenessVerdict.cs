namespace ElasticMoE.DataPlane.Links;

/// <summary>What a link has to do.</summary>
public enum LivenessVerdict
{
    /// <summary>Send a ping.</summary>
    Ping,

    /// <summary>Break: the peer has been silent for too long.</summary>
    Break,
}
