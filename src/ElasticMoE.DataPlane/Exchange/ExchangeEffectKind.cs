namespace ElasticMoE.DataPlane.Exchange;

/// <summary>What a router's exchange wants done.</summary>
public enum ExchangeEffectKind
{
    /// <summary>Send the frame on its link. Where that can't be, the link is to be broken.</summary>
    Send,

    /// <summary>Copy the frame's answer: the pairs that it names, to where <see cref="ExchangeEffect.Fresh"/> says.</summary>
    Accept,
}
