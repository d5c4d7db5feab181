using ElasticMoE.Contracts.Cluster;
using ElasticMoE.DataPlane.Frames;
using ElasticMoE.Simulation.Network;

namespace ElasticMoE.Simulation.Cluster;

/// <summary>A frame of the data plane.</summary>
internal sealed class ExpertFrame : SimulatedMessage
{
    public required FrameKind Kind { get; init; }

    public ulong Id { get; init; }

    public FrameFlags Flags { get; init; }

    public Epoch Epoch { get; init; }

    public int Layer { get; init; }

    /// <summary>Dispatch: the rows.</summary>
    public ulong[] Rows { get; init; } = [];

    /// <summary>Dispatch: each row's experts, ascending. NotHere, Holdings: one list.</summary>
    public int[][] Experts { get; init; } = [];

    /// <summary>Dispatch: its experts that were updated, and to which version.</summary>
    public (int Expert, int Version)[] Versions { get; init; } = [];

    /// <summary>Dispatch: the weights were gone before it was computed.</summary>
    public bool IsSpoilt { get; set; }

    /// <summary>Answer: one for each (row, expert).</summary>
    public (ulong Output, int Version)[] Outputs { get; init; } = [];

    /// <summary>Credit: rows that may be out at the node.</summary>
    public int CreditRows { get; init; }

    /// <summary>Failed: the row at fault, or −1.</summary>
    public int FaultyRow { get; init; } = -1;

    /// <summary>Failed: why.</summary>
    public string Cause { get; init; } = "";
}
