namespace ElasticMoE.Actors;

/// <summary>
/// Does what a machine wants. It doesn't wait: what takes long goes on elsewhere and posts its result as a message. Where it is
/// disposable, it is disposed with the machine it served.
/// </summary>
/// <typeparam name="TEffect">What is to be done.</typeparam>
public interface IEffectPerformer<in TEffect>
{
    /// <summary>Does one thing. The actor fails where it throws.</summary>
    void Perform(TEffect effect);
}
