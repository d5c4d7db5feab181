namespace ElasticMoE.DataPlane.Exchange;

/// <summary>What a router's exchange is told.</summary>
public enum ExchangeMessageKind
{
    /// <summary>A link to a node is open.</summary>
    LinkOpened,

    /// <summary>A link is broken: what was out on it is lost.</summary>
    LinkBroken,

    /// <summary>A frame's outputs have come.</summary>
    Answered,

    /// <summary>A node doesn't hold some experts of a frame; it computed nothing.</summary>
    NotHere,

    /// <summary>A node begins to run a suspect.</summary>
    Started,

    /// <summary>A node can't compute a frame.</summary>
    Failed,

    /// <summary>Experts that a node holds now.</summary>
    Held,

    /// <summary>How many rows a node grants this router.</summary>
    Granted,

    /// <summary>A newer map.</summary>
    MapChanged,

    /// <summary>Time has passed.</summary>
    Tick,
}
