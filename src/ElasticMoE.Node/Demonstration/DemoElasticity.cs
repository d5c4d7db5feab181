using System.Text.Json;
using System.Text.Json.Nodes;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Requests;
using ElasticMoE.Node.Generation;
using ElasticMoE.Node.Output;
using ElasticMoE.Node.Profiles;

namespace ElasticMoE.Node.Demonstration;

/// <summary>An operator changes the cluster, and the supervisor dies, while it answers the demonstration's questions again and again.</summary>
/// <param name="cluster">The cluster.</param>
/// <param name="alone">Answers of the single process.</param>
/// <param name="request">Makes a question a request.</param>
/// <param name="routing">Which experts fired for each question.</param>
/// <param name="clock">Times it.</param>
internal sealed class DemoElasticity(DemoCluster cluster, IReadOnlyList<DemoAnswer> alone, Func<DemoQuestion, TokenRequest> request, RoutingCounts routing, TimeProvider clock)
{
    /// <summary>Experts of a quiet domain that are put to sleep.</summary>
    private const int AsleepMax = 12;

    private readonly TokenRequest[] _requests = [.. alone.Select(answer => request(answer.Question))];
    private CancellationToken _cancelled;

    public IReadOnlyList<DemoStep> Perform(CancellationToken cancelled)
    {
        _cancelled = cancelled;
        // What happens here is the operator's doing alone.
        cluster.Operator.Do("autoscale/pause", []);
        if (routing.Layers.Count == 0)
            return [KillSupervisor()];
        (ExpertId[] asleep, int quiet) = Quietest();
        return [ScaleHottest(), Sleep(asleep, quiet), AskAsleep(asleep, quiet), Wake(asleep), KillSupervisor()];
    }

    private DemoStep ScaleHottest()
    {
        ExpertId hot = Experts().MaxBy(expert => Enumerable.Range(0, alone.Count).Sum(question => Fired(question, expert)));
        return Ask($"scale the hottest expert, {hot}, to 2 replicas", _ => true, () =>
        {
            cluster.Operator.Do("experts/scale", new JsonObject { ["expert"] = $"{hot}", ["replicas"] = 2 });
            return $"awake on {AwakeOn(hot)}";
        });
    }

    private DemoStep Sleep(ExpertId[] asleep, int quiet) => Ask($"put {asleep.Length} experts of {alone[quiet].Question.Domain} to sleep", question => question != quiet, () =>
    {
        long before = ResidentBytes();
        cluster.Operator.Do("experts/sleep", new JsonObject { ["experts"] = Names(asleep) });
        // Memory is given back when the last row is through and no router asks any more.
        long after = Bytes(cluster.Operator.Until("status", status => Bytes(status) <= before));
        return $"{Figures.Bytes(before)} in memory, then {Figures.Bytes(after)}";
    });

    /// <summary>Who sleeps answers all the same, from a standby's memory.</summary>
    private DemoStep AskAsleep(ExpertId[] asleep, int quiet)
    {
        (ExpertId Expert, long Rows)[] before = [.. asleep.Where(expert => Fired(quiet, expert) > 0).Select(expert => (expert, RowsServed(expert)))];
        return Ask($"ask {alone[quiet].Question.Domain} while they sleep", question => question == quiet, () =>
        {
            foreach ((ExpertId expert, long rows) in before)
                cluster.Operator.Until(PathOf(expert), described => RowsServed(described) > rows);
            return $"{before.Length} of them answered from a standby's memory";
        });
    }

    private DemoStep Wake(ExpertId[] asleep) => Ask("wake them", _ => true, () =>
    {
        cluster.Operator.Do("experts/wake", new JsonObject { ["experts"] = Names(asleep) });
        return $"{asleep.Length} awake again";
    });

    private DemoStep KillSupervisor()
    {
        long lease = cluster.Operator.Ask("status").GetProperty("lease").GetInt64();
        return Ask($"kill the supervisor (process {cluster.SupervisorPid})", _ => true, () =>
        {
            cluster.KillSupervisor();
            long next = cluster.Operator.Until("status", status => status.GetProperty("lease").GetInt64() > lease).GetProperty("lease").GetInt64();
            return $"another leads, under number {next}";
        });
    }

    /// <summary>Asks some of the questions again and again until something is done.</summary>
    private DemoStep Ask(string what, Func<int, bool> isAsked, Func<string> something)
    {
        int[] asked = [.. Enumerable.Range(0, alone.Count).Where(isAsked)];
        long started = clock.GetTimestamp();
        Task<(string Outcome, double Seconds)> doing = Task.Run(() =>
        {
            string outcome = something();
            return (outcome, clock.GetElapsedTime(started).TotalSeconds);
        });
        int requests = 0, failed = 0, tokens = 0, differing = 0;
        do
        {
            IReadOnlyList<Answer> answers = cluster.Ask([.. asked.Select(question => _requests[question])], static (_, _) => { }, _cancelled);
            _cancelled.ThrowIfCancellationRequested();
            requests += answers.Count;
            failed += answers.Count(answer => answer.IsFailed);
            tokens += answers.Sum(answer => answer.Ids.Count);
            differing += asked.Zip(answers, (question, answer) => DemoRun.Differing(alone[question].Answer.Ids, answer.Ids)).Sum();
        }
        while (!doing.IsCompleted);
        (string ended, double seconds) = doing.GetAwaiter().GetResult();
        return new(what, ended, seconds, requests, failed, tokens, differing);
    }

    /// <summary>The question with the most experts that fire for it alone, and those of them that fire most; where there are none, the ones that fire for it most.</summary>
    private (ExpertId[] Experts, int Question) Quietest()
    {
        int quiet = Enumerable.Range(0, alone.Count).MaxBy(question => Experts().Count(expert => IsOnly(question, expert)));
        ExpertId[] own = [.. Experts().Where(expert => IsOnly(quiet, expert)).OrderByDescending(expert => Fired(quiet, expert)).Take(AsleepMax)];
        return (own.Length > 0 ? own : [.. Experts().OrderByDescending(expert => Fired(quiet, expert)).Take(1)], quiet);
    }

    private bool IsOnly(int question, ExpertId expert) =>
        Fired(question, expert) > 0 && Enumerable.Range(0, alone.Count).All(other => other == question || Fired(other, expert) == 0);

    private IEnumerable<ExpertId> Experts() => routing.Layers.SelectMany(layer => Enumerable.Range(0, routing.Experts).Select(index => new ExpertId(layer, index)));

    private long Fired(int question, ExpertId expert) => routing.Row(question, IndexOf(expert.Layer))[expert.Index];

    private int IndexOf(int layer) => routing.Layers.TakeWhile(one => one != layer).Count();

    private string AwakeOn(ExpertId expert) => string.Join(" and ", AwakeOf(cluster.Operator.Ask("placement/get"), expert).EnumerateArray().Select(node => $"node {node.GetInt32()}"));

    private static JsonElement AwakeOf(JsonElement placement, ExpertId expert) =>
        placement.GetProperty("entries").EnumerateArray().First(entry => entry.GetProperty("expert").GetString() == $"{expert}").GetProperty("awake");

    private static JsonArray Names(ExpertId[] experts) => new([.. experts.Select(expert => (JsonNode)$"{expert}")]);

    private static string PathOf(ExpertId expert) => $"experts/describe?expert={expert}";

    private long RowsServed(ExpertId expert) => RowsServed(cluster.Operator.Ask(PathOf(expert)));

    private static long RowsServed(JsonElement described) => described.GetProperty("replicas").EnumerateArray().Sum(replica => replica.GetProperty("rowsServed").GetInt64());

    private long ResidentBytes() => Bytes(cluster.Operator.Ask("status"));

    private static long Bytes(JsonElement status) => status.GetProperty("residentBytes").GetInt64();
}
