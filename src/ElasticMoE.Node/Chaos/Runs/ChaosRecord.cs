using ElasticMoE.Node.Chaos.Load;
using ElasticMoE.Node.Chaos.Pace;

namespace ElasticMoE.Node.Chaos.Runs;

/// <summary>What happened in a run, before it is judged. Times are microseconds since it began.</summary>
internal sealed class ChaosRecord
{
    /// <summary>What each question is answered with alone; where weights change in the run, one list for each revision.</summary>
    public required IReadOnlyList<IReadOnlyList<string>[]> Expected { get; init; }

    public List<(string What, long AtUs, long OverUs)> Rounds { get; } = [];

    public (long FromUs, long ToUs) Before { get; set; }

    public (long FromUs, long ToUs) After { get; set; }

    /// <summary>Replicas that were awake before anything was done.</summary>
    public int AwakeBefore { get; set; }

    /// <summary>How long after the last round's end the cluster was as before: whole, with a spare supervisor that waits where it had one, and with no more replicas awake.</summary>
    public long SettledUs { get; set; }

    /// <summary>Processor time of the door meanwhile; nothing where it isn't known.</summary>
    public IReadOnlyList<PaceSample> Pace { get; set; } = [];

    /// <summary>How long the prefill took that a lost router makes another compute; null where it wasn't measured.</summary>
    public double? PrefillMs { get; set; }

    /// <summary>Why the run stopped itself.</summary>
    public string? Aborted { get; set; }

    /// <summary>What else went wrong.</summary>
    public List<string> Broken { get; } = [];

    public IReadOnlyList<ChaosAnswer> Answers { get; set; } = [];

    /// <summary>Places in which an answer differs from the one of its revision: from that which it differs from least.</summary>
    public int Differing(ChaosAnswer answer) => Expected.Min(revision => answer.Differing(revision[answer.Question]));
}
