using ElasticMoE.Simulation.StandIn;

namespace ElasticMoE.Simulation.Requests;

/// <summary>A client's request, and what its client has seen.</summary>
internal sealed class SimulatedRequest(int number, int[] prompt, ReferenceRun reference)
{
    public int Number => number;

    public IReadOnlyList<int> Prompt => prompt;

    /// <summary>What one process alone would say.</summary>
    public IReadOnlyList<int> Expected => reference.Tokens;

    public ReferenceRun Reference => reference;

    /// <summary>Tokens that the client has.</summary>
    public int Accepted { get; set; }

    /// <summary>Counts its submissions; 0 before the first.</summary>
    public int Attempt { get; set; }

    public bool IsOver { get; set; }

    /// <summary>Whether one of its rows kills the node that runs it, or makes its mathematics throw.</summary>
    public bool IsPoisoned { get; set; }

    /// <summary>Whether it kills.</summary>
    public bool IsPoisonDeadly { get; set; }

    /// <summary>Nodes that one of its rows has killed in this attempt.</summary>
    public int Killed { get; set; }

    /// <summary>Copies of that row that were sent in this attempt while another was out: each may kill one more node.</summary>
    public int Copies { get; set; }

    /// <summary>Copies of that row that were out when its server was lost: they count for the next attempt.</summary>
    public int CopiesLeft { get; set; }

    /// <summary>Nodes that were known to have died before this attempt.</summary>
    public int DeathsBefore { get; set; }
}
