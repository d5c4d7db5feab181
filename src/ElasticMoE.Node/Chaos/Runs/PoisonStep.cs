using ElasticMoE.Node.Chaos.Load;
using ElasticMoE.Node.Chaos.Targets;
using ElasticMoE.Node.Clusters;
using ElasticMoE.Node.Faults;

namespace ElasticMoE.Node.Chaos.Runs;

/// <summary>Asks a question one row of which kills every node that runs it with one expert. It alone is to fail, and two nodes at most are to die.</summary>
internal sealed class PoisonStep : IRunningFault
{
    private const int DeathsMax = 2;

    private readonly List<IRunningFault> _planted = [];
    private readonly Dictionary<ClusterMember, string?> _starts = [];
    private readonly IChaosTarget _target;
    private readonly ChaosPoison _poison;
    private readonly CancellationTokenSource _givenUp = new();
    private readonly Task<ChaosAnswer> _answer;

    private PoisonStep(ChaosTools tools, ChaosClient client, int forMs)
    {
        (_target, _poison) = (tools.Target, tools.Poison!);
        foreach (ClusterMember node in _target.Members.Where(member => member.Role == ClusterRole.Expert))
        {
            _starts[node] = _target.StartOf(node);
            _planted.Add(_target.Begin(new Fault(FaultKind.Poison, node.FileName, forMs) { Row = $"{_poison.Row}" }));
        }
        _givenUp.CancelAfter(forMs);
        _answer = client.AskAsync(0, (0, _poison.Question), _ => { }, _givenUp.Token);
    }

    public static PoisonStep Begin(ChaosTools tools, ChaosClient client, int forMs) => new(tools, client, forMs);

    /// <summary>What didn't go as it should; null where all did. To be asked when the cluster is whole again.</summary>
    public string? Verdict()
    {
        int deaths = _starts.Count(start => _target.StartOf(start.Key) != start.Value);
        _poison.HasKilled |= deaths > 0;
        ChaosAnswer answer = _answer.Result;
        return answer.IsComplete ? "the question with the poison row was answered"
            : answer.Failure is not { } failure || !failure.Contains("expert", StringComparison.Ordinal) ? $"the question with the poison row failed otherwise than it should: {answer.Failure}"
            : deaths > DeathsMax || !_poison.HasKilled ? $"{deaths} nodes died of one row"
            : null;
    }

    public bool WaitForEnd()
    {
        _answer.Wait();
        return true;
    }

    public void End() => _planted.ForEach(fault => fault.End());

    public void Dispose()
    {
        _givenUp.Cancel();
        _answer.Wait();
        _planted.ForEach(fault => fault.Dispose());
        _givenUp.Dispose();
    }
}
