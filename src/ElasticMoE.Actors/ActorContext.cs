using ElasticMoE.Actors.Mailboxes;
using ElasticMoE.Actors.Timers;

namespace ElasticMoE.Actors;

/// <summary>What performers of effects are given of their actor.</summary>
/// <param name="Mailbox">Takes the results of what they do.</param>
/// <param name="Timers">Post messages later; they end with the machine.</param>
public sealed record ActorContext<TKey, TMessage>(Mailbox<TKey, TMessage> Mailbox, ActorTimers<TKey, TMessage> Timers)
    where TKey : notnull;
