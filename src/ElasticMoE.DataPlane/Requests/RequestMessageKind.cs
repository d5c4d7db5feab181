namespace ElasticMoE.DataPlane.Requests;

/// <summary>What has happened to a gateway's requests.</summary>
public enum RequestMessageKind
{
    /// <summary>A router can be reached.</summary>
    LinkOpened,

    /// <summary>A router can't be reached any more.</summary>
    LinkBroken,

    /// <summary>A router has computed a token.</summary>
    Token,

    /// <summary>A router is done with a request.</summary>
    Done,

    /// <summary>A router says how busy it is.</summary>
    Load,

    /// <summary>Nobody wants a request's tokens any more.</summary>
    Cancelled,

    /// <summary>Time has passed; to be said every <see cref="RequestMachine.TickUs"/>.</summary>
    Tick,
}
