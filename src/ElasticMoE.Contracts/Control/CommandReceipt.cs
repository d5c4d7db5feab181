namespace ElasticMoE.Contracts.Control;

/// <summary>Whether a node takes a <see cref="ReplicaCommand"/>.</summary>
public enum CommandReceipt : byte
{
    /// <summary>It is done, or under way.</summary>
    Taken = 1,

    /// <summary>Its lease number is below the highest this node has seen: its sender no longer leads.</summary>
    StaleLease = 2,

    /// <summary>It is for another start of this node.</summary>
    OtherIncarnation = 3,

    /// <summary>The model has no such expert.</summary>
    UnknownExpert = 4,

    /// <summary>It would take the node over its memory budget.</summary>
    OverBudget = 5,

    /// <summary>The mailbox is full; send it again.</summary>
    Busy = 6,

    /// <summary>The node hasn't been told the current lease number yet (<see cref="INodeAgent.Fence"/>).</summary>
    NotFenced = 7,
}
