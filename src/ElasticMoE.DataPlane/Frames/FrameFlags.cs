namespace ElasticMoE.DataPlane.Frames;

/// <summary>How a dispatch is meant. The numbers are on the wire.</summary>
[Flags]
public enum FrameFlags : ushort
{
    /// <summary>Nothing special.</summary>
    None = 0,

    /// <summary>Wakes a standby: the awake replica is lost to the sender.</summary>
    Takeover = 1,

    /// <summary>Rows that decode; they go before prefill.</summary>
    Decode = 2,

    /// <summary>A suspect: runs alone, after <see cref="FrameKind.Started"/> was sent.</summary>
    Suspect = 4,

    /// <summary>A second copy of a frame that is late elsewhere.</summary>
    Hedge = 8,

    /// <summary>Tells whether a node that failed answers again.</summary>
    Probe = 16,

    /// <summary>Some of its experts have been updated; their versions stand behind the lists.</summary>
    Versions = 32,

    /// <summary>The payload says where in the sender's memory the payload is. Only for peers that have mapped that memory.</summary>
    Elsewhere = 64,
}
