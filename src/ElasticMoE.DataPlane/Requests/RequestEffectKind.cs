namespace ElasticMoE.DataPlane.Requests;

/// <summary>What a gateway's requests want done.</summary>
public enum RequestEffectKind
{
    /// <summary>Send a Submit. Where that can't be, the link is to be broken.</summary>
    Submit,

    /// <summary>Send a Cancel.</summary>
    Cancel,

    /// <summary>Break the link, for the reason given.</summary>
    Break,

    /// <summary>Hand a token to the request's caller.</summary>
    Deliver,

    /// <summary>Tell the request's caller how it ended; the number is not used again.</summary>
    Finish,
}
