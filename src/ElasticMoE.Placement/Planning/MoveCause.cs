namespace ElasticMoE.Placement.Planning;

/// <summary>Why a replica changes.</summary>
public enum MoveCause
{
    /// <summary>Its node is gone or drains.</summary>
    NodeLeft,

    /// <summary>A pin.</summary>
    Pin,

    /// <summary>Another number of awake replicas is wanted.</summary>
    Scale,

    /// <summary>A standby in another failure domain, or one that is no longer wanted.</summary>
    Redundancy,

    /// <summary>A node's memory budget.</summary>
    Room,

    /// <summary>Experts of a group belong together.</summary>
    Group,

    /// <summary>The load of the nodes; at most <see cref="PlannerSettings.BalanceMovesMax"/> a plan.</summary>
    Balance,
}
