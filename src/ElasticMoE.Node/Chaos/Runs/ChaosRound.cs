using ElasticMoE.Node.Chaos.Scenarios;
using ElasticMoE.Node.Chaos.Targets;
using ElasticMoE.Node.Clusters;
using ElasticMoE.Node.Faults;

namespace ElasticMoE.Node.Chaos.Runs;

/// <summary>One round of a scenario's steps: what was begun, on whom, and whether it is over. Disposing ends what lasts.</summary>
internal sealed class ChaosRound(IChaosTarget target) : IDisposable
{
    private readonly List<IRunningFault> _faults = [];
    private readonly List<string> _done = [];
    private readonly Dictionary<ClusterMember, string?> _startsBefore = [];

    /// <summary>What was done to whom.</summary>
    public string What => string.Join(", ", _done);

    /// <summary>Does one step.</summary>
    /// <param name="step">The step.</param>
    /// <param name="turn">Whose turn it is.</param>
    public void Do(ChaosStep step, int turn)
    {
        foreach (ClusterMember member in MemberSelector.Choose(step.On, target, turn))
        {
            // Another start of it is to be seen before the cluster is whole again.
            if (step.Do is ChaosDeed.Kill or ChaosDeed.Restart)
                _startsBefore[member] = target.StartOf(member);
            _faults.Add(target.Begin(new Fault(Enum.Parse<FaultKind>($"{step.Do}"), member.FileName, step.ForMs)));
            _done.Add($"{step.Do.ToString().ToLowerInvariant()} {member}");
        }
    }

    /// <summary>Waits until what lasts is over.</summary>
    /// <returns>Whether all of it has ended as it should.</returns>
    public bool WaitForEnd() => _faults.TrueForAll(fault => fault.WaitForEnd());

    /// <summary>Whether all members that were to end have been started again.</summary>
    public bool AreStartedAgain() => _startsBefore.All(pair => target.StartOf(pair.Key) is { } start && start != pair.Value);

    public void Dispose() => _faults.ForEach(fault => fault.Dispose());
}
