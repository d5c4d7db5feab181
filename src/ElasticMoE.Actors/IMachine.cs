namespace ElasticMoE.Actors;

/// <summary>A synchronous state machine as an actor runs it: what it wants depends on its state, the message and the time.</summary>
/// <typeparam name="TMessage">What it is told.</typeparam>
/// <typeparam name="TEffect">What it wants done.</typeparam>
public interface IMachine<in TMessage, TEffect>
{
    /// <summary>Handles one message. It fails by throwing.</summary>
    /// <param name="message">What happened, or is asked for.</param>
    /// <param name="nowUs">The time, microseconds; only differences mean anything.</param>
    /// <param name="effects">What is to be done is added, in order.</param>
    void Handle(TMessage message, long nowUs, List<TEffect> effects);
}
