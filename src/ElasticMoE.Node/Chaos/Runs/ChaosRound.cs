using ElasticMoE.Node.Chaos.Load;
using ElasticMoE.Node.Chaos.Scenarios;
using ElasticMoE.Node.Chaos.Targets;
using ElasticMoE.Node.Clusters;
using ElasticMoE.Node.Faults;

namespace ElasticMoE.Node.Chaos.Runs;

/// <summary>One round of a scenario's steps: what was begun, on whom, and whether it is over. Disposing ends what lasts.</summary>
internal sealed class ChaosRound(ChaosTools tools, ChaosClient client) : IDisposable
{
    private readonly List<IRunningFault> _faults = [];
    private readonly List<Func<string>> _done = [];
    private readonly Dictionary<ClusterMember, string?> _startsBefore = [];

    /// <summary>What was done to whom.</summary>
    public string What => string.Join(", ", _done.Select(done => done()));

    /// <summary>What didn't go as it should, apart from what clients see; to be asked when the cluster is whole again.</summary>
    public IEnumerable<string> Broken => _faults.OfType<PoisonStep>().Select(step => step.Verdict()).OfType<string>();

    /// <summary>Does one step.</summary>
    /// <param name="step">The step.</param>
    /// <param name="turn">Whose turn it is.</param>
    public void Do(ChaosStep step, int turn)
    {
        switch (step.Do)
        {
            case ChaosDeed.Scale or ChaosDeed.Sleep:
                CommandStorm storm = Add(CommandStorm.Begin(step, tools));
                _done.Add(() => $"{step.Do.ToString().ToLowerInvariant()} experts ({storm.Outcome})");
                break;
            case ChaosDeed.Update:
                Add(UpdateStep.Begin(tools, step.ForMs));
                _done.Add(() => $"update expert {tools.Update!.Expert}");
                break;
            case ChaosDeed.Poison:
                Add(PoisonStep.Begin(tools, client, step.ForMs));
                _done.Add(() => $"poison {tools.Poison}");
                break;
            default:
                DoToMembers(step, turn);
                break;
        }
    }

    /// <summary>Waits until what lasts is over.</summary>
    /// <returns>Whether all of it has ended as it should.</returns>
    public bool WaitForEnd()
    {
        bool ended = _faults.TrueForAll(fault => fault.WaitForEnd());
        _faults.ForEach(fault => fault.End());
        return ended;
    }

    /// <summary>Whether all members that were to end have been started again.</summary>
    public bool AreStartedAgain() => _startsBefore.All(pair => tools.Target.StartOf(pair.Key) is { } start && start != pair.Value);

    public void Dispose() => _faults.ForEach(fault => fault.Dispose());

    private void DoToMembers(ChaosStep step, int turn)
    {
        foreach (ClusterMember member in MemberSelector.Choose(step.On, tools.Target, turn))
        {
            // Another start of it is to be seen before the cluster is whole again.
            if (step.Do is ChaosDeed.Kill or ChaosDeed.Restart)
                _startsBefore[member] = tools.Target.StartOf(member);
            Add(tools.Target.Begin(new Fault(Enum.Parse<FaultKind>($"{step.Do}"), member.FileName, step.ForMs) { DelayMs = step.DelayMs }));
            _done.Add(() => $"{step.Do.ToString().ToLowerInvariant()} {member}");
        }
    }

    private T Add<T>(T fault) where T : IRunningFault
    {
        _faults.Add(fault);
        return fault;
    }
}
