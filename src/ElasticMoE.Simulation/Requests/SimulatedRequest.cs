using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Requests;
using ElasticMoE.Simulation.StandIn;

namespace ElasticMoE.Simulation.Requests;

/// <summary>A client's request, and what its client has seen.</summary>
/// <param name="number">Its number, which is its seed too.</param>
/// <param name="prompt">One token or more.</param>
/// <param name="outputs">Tokens that follow.</param>
/// <param name="reference">What one process alone would compute, with the experts of a revision.</param>
internal sealed class SimulatedRequest(int number, int[] prompt, int outputs, Func<Revision, ReferenceRun> reference)
{
    private readonly SortedDictionary<Revision, ReferenceRun> _references = [];

    public int Number => number;

    public IReadOnlyList<int> Prompt => prompt;

    public int Outputs => outputs;

    public TokenRequest Asked => new() { Tokens = prompt, PromptLength = prompt.Length, OutputMax = outputs, Seed = (ulong)number };

    /// <summary>What the client's first token was computed with; null before it.</summary>
    public Revision? Bound { get; set; }

    /// <summary>Tokens that the client has.</summary>
    public int Accepted { get; set; }

    /// <summary>How often a gateway has given it to a router.</summary>
    public int Submissions { get; set; }

    /// <summary>Routers that its gateway has lost while they had it.</summary>
    public int RoutersLost { get; set; }

    public bool IsOver { get; set; }

    /// <summary>Whether one of its rows kills the node that runs it, or makes its mathematics throw.</summary>
    public bool IsPoisoned { get; set; }

    /// <summary>Whether it kills.</summary>
    public bool IsPoisonDeadly { get; set; }

    /// <summary>Nodes that one of its rows has killed since a router took it on last.</summary>
    public int Killed { get; set; }

    /// <summary>Copies of that row that were sent while another was out: each may kill one more node.</summary>
    public int Copies { get; set; }

    /// <summary>Copies of that row that were out when its router was lost: they count from when another takes it on.</summary>
    public int CopiesLeft { get; set; }

    /// <summary>Nodes that were known to have died before the router that took it on last did so for the first time.</summary>
    public int DeathsBefore { get; set; }

    /// <summary>The same for each router that has taken it on.</summary>
    public Dictionary<NodeIdentity, int> DeathsBeforeAt { get; } = [];

    /// <summary>What one process alone would compute.</summary>
    public ReferenceRun ReferenceOf(Revision revision)
    {
        if (!_references.TryGetValue(revision, out ReferenceRun? run))
            _references[revision] = run = reference(revision);
        return run;
    }
}
