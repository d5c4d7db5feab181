using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.Placement.Control.State;

namespace ElasticMoE.Placement.Control.Supervision;

/// <summary>What a supervisor is told.</summary>
public abstract record SupervisorMessage
{
    private SupervisorMessage()
    {
    }

    /// <summary>The lease is taken and the journal replayed. Connections that stand are told again after it: a supervisor that does not lead keeps nothing.</summary>
    /// <param name="Lease">Its number.</param>
    /// <param name="UntilMs">Until when to act, by this process's monotonic clock.</param>
    /// <param name="Holder">This process's name, for people.</param>
    /// <param name="State">The journal, replayed.</param>
    public sealed record LeaseAcquired(long Lease, long UntilMs, string Holder, ControlState State) : SupervisorMessage;

    /// <summary>The lease is renewed.</summary>
    public sealed record LeaseRenewed(long UntilMs) : SupervisorMessage;

    /// <summary>The lease is lost.</summary>
    public sealed record LeaseLost : SupervisorMessage;

    /// <summary>The cluster runs this model.</summary>
    /// <param name="Model">Its shape.</param>
    /// <param name="NodesExpected">Nodes that the first plan waits for a while.</param>
    public sealed record ModelGiven(ModelShape Model, int NodesExpected) : SupervisorMessage;

    /// <summary>Somebody submits a command; it is answered once, under its id.</summary>
    public sealed record Submitted(AdminRequest Request) : SupervisorMessage;

    /// <summary>A node has opened its control connection.</summary>
    /// <param name="Node">As it introduces itself.</param>
    /// <param name="Lease">The highest number it has seen.</param>
    public sealed record NodeConnected(NodeDescription Node, long Lease) : SupervisorMessage;

    /// <summary>A node's control connection is broken.</summary>
    public sealed record NodeDisconnected(NodeIdentity Node) : SupervisorMessage;

    /// <summary>A node says what it holds.</summary>
    public sealed record NodeReported(NodeReport Report) : SupervisorMessage;

    /// <summary>A node has refused a command; taking one shows in reports.</summary>
    public sealed record CommandRefused(NodeIdentity Node, ExpertVersion Replica, CommandReceipt Receipt, long Lease) : SupervisorMessage;

    /// <summary>A router has opened its control connection.</summary>
    public sealed record RouterConnected(RouterIdentity Router) : SupervisorMessage;

    /// <summary>A router's control connection is broken.</summary>
    public sealed record RouterDisconnected(RouterIdentity Router) : SupervisorMessage;

    /// <summary>A router says what it sees.</summary>
    public sealed record RouterReported(RouterReport Report) : SupervisorMessage;

    /// <summary>A router can't make sense of a delta and asks for the whole map.</summary>
    public sealed record MapAsked(RouterIdentity Router) : SupervisorMessage;

    /// <summary>The append with this id is in the journal.</summary>
    public sealed record Appended(EventId Id) : SupervisorMessage;

    /// <summary>It isn't and won't be: the journal refuses for a reason of its own, such as a full disk.</summary>
    public sealed record AppendFailed(EventId Id, string Cause) : SupervisorMessage;

    /// <summary>It isn't: the lease's number is no longer this one.</summary>
    public sealed record AppendFenced(EventId Id) : SupervisorMessage;

    /// <summary>Nobody knows.</summary>
    public sealed record AppendUnknown(EventId Id) : SupervisorMessage;

    /// <summary>Time has passed; to be sent every 50 ms.</summary>
    /// <param name="UnixMs">The wall clock, for people.</param>
    public sealed record Tick(long UnixMs) : SupervisorMessage;

    /// <summary>The planner's answer. It counts only while what it was asked about is still so.</summary>
    public sealed record PlanReady(PlanAnswer Answer) : SupervisorMessage;
}
