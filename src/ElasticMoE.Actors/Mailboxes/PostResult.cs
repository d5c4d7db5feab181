namespace ElasticMoE.Actors.Mailboxes;

/// <summary>What became of a message.</summary>
public enum PostResult
{
    /// <summary>It will be handled, unless the actor fails or ends before; an observation may still give way to a newer one.</summary>
    Accepted,

    /// <summary>The mailbox is full; the sender may come again.</summary>
    Busy,

    /// <summary>The actor has ended for good.</summary>
    Closed,
}
