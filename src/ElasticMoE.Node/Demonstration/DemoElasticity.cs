using System.Text.Json;
using System.Text.Json.Nodes;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Node.Output;
using ElasticMoE.Node.Profiles;

namespace ElasticMoE.Node.Demonstration;

/// <summary>A cluster follows its load while it answers the demonstration's questions again and again, an operator changes it, and its supervisor dies.</summary>
/// <param name="rounds">The questions.</param>
/// <param name="routing">Which experts fired for each question.</param>
internal sealed class DemoElasticity(DemoRounds rounds, RoutingCounts routing)
{
    /// <summary>Experts of a quiet domain that are watched.</summary>
    private const int WatchedMax = 12;

    /// <summary>An expert that has at least so much of its domain's rows, times fair, is woken by asking; others are served by a standby.</summary>
    private const double WokenAbove = 1;

    /// <summary>What takes minutes by default, in seconds.</summary>
    private static readonly (string Name, double Value)[] s_quickKnobs =
        [("slowAverageS", 0.5), ("fastAverageS", 0.5), ("trendAheadS", 0), ("sleepAfterS", 1), ("evidenceRowsMin", 4), ("wakeRowsMin", 1), ("flapWindowS", 0)];

    private CancellationToken _cancelled;

    public IReadOnlyList<DemoStep> Perform(CancellationToken cancelled)
    {
        _cancelled = cancelled;
        // Until load is to decide, what happens here is the operator's doing alone.
        rounds.Cluster.Operator.Do("autoscale/pause", []);
        if (routing.Layers.Count == 0)
            return [KillSupervisor()];
        ExpertId[] byUse = [.. Experts().OrderByDescending(expert => Enumerable.Range(0, rounds.Questions).Sum(question => Fired(question, expert)))];
        (ExpertId[] quiet, int question) = Quietest();
        return [ScaleUp(byUse[0]), FallAsleep(quiet, question), WakeByAsking(quiet, question), .. DemoUpdate.Perform(rounds, byUse, cancelled), KillSupervisor()];
    }

    private DemoStep ScaleUp(ExpertId hot) => Ask($"scale the hottest expert, {hot}, to 2 replicas", _ => true, () =>
    {
        rounds.Cluster.Operator.Do("experts/scale", new JsonObject { ["expert"] = $"{hot}", ["replicas"] = 2 });
        return $"awake on {AwakeOn(hot)}";
    });

    /// <summary>Nobody asks about a domain any more: its experts sleep, and their memory is given back.</summary>
    private DemoStep FallAsleep(ExpertId[] quiet, int question) => Ask($"ask nothing about {rounds.DomainOf(question)}", other => other != question, () =>
    {
        long before = Bytes(rounds.Cluster.Operator.Ask("status"));
        rounds.Cluster.Operator.Do("autoscale/set", new JsonObject { ["knobs"] = new JsonObject(s_quickKnobs.Select(knob => KeyValuePair.Create(knob.Name, (JsonNode?)knob.Value))) });
        rounds.Cluster.Operator.Do("autoscale/resume", []);
        rounds.Cluster.Operator.Until("experts/get", experts => quiet.All(expert => Replicas(experts, expert) == 0));
        JsonElement after = rounds.Cluster.Operator.Until("status", status => Bytes(status) < before);
        return $"its {quiet.Length} own experts fell asleep, {after.GetProperty("expertsAsleep").GetInt32()} in all; {Figures.Bytes(before)} in memory, then {Figures.Bytes(Bytes(after))}";
    });

    private DemoStep WakeByAsking(ExpertId[] quiet, int question)
    {
        double fair = (double)routing.ActiveExperts / routing.Experts;
        ExpertId[] woken = [.. quiet.Where(expert => Fired(question, expert) >= WokenAbove * fair * TokensOf(question, expert.Layer))];
        return Ask($"ask about {rounds.DomainOf(question)} again", other => other == question, () =>
        {
            rounds.Cluster.Operator.Until("experts/get", experts => woken.All(expert => Replicas(experts, expert) > 0));
            rounds.Cluster.Operator.Do("autoscale/pause", []);
            return $"answered from standbys' memory at once; {woken.Length} of them woke by it";
        });
    }

    private DemoStep KillSupervisor()
    {
        long lease = rounds.Cluster.Operator.Ask("status").GetProperty("lease").GetInt64();
        return Ask($"kill the supervisor (process {rounds.Cluster.SupervisorPid})", _ => true, () =>
        {
            rounds.Cluster.KillSupervisor();
            long next = rounds.Cluster.Operator.Until("status", status => status.GetProperty("lease").GetInt64() > lease).GetProperty("lease").GetInt64();
            return $"another leads, under number {next}";
        });
    }

    private DemoStep Ask(string what, Func<int, bool> isAsked, Func<string> something) => rounds.Ask(what, isAsked, something, _cancelled);

    /// <summary>The question with the most experts that fire for it alone, and those of them that fire most; where there are none, the ones that fire for it most.</summary>
    private (ExpertId[] Experts, int Question) Quietest()
    {
        int quiet = Enumerable.Range(0, rounds.Questions).MaxBy(question => Experts().Count(expert => IsOnly(question, expert)));
        ExpertId[] own = [.. Experts().Where(expert => IsOnly(quiet, expert)).OrderByDescending(expert => Fired(quiet, expert)).Take(WatchedMax)];
        return (own.Length > 0 ? own : [.. Experts().OrderByDescending(expert => Fired(quiet, expert)).Take(1)], quiet);
    }

    private bool IsOnly(int question, ExpertId expert) =>
        Fired(question, expert) > 0 && Enumerable.Range(0, rounds.Questions).All(other => other == question || Fired(other, expert) == 0);

    private IEnumerable<ExpertId> Experts() => routing.Layers.SelectMany(layer => Enumerable.Range(0, routing.Experts).Select(index => new ExpertId(layer, index)));

    private long Fired(int question, ExpertId expert) => routing.Row(question, IndexOf(expert.Layer))[expert.Index];

    private int IndexOf(int layer) => routing.Layers.TakeWhile(one => one != layer).Count();

    private string AwakeOn(ExpertId expert) => string.Join(" and ", AwakeOf(rounds.Cluster.Operator.Ask("placement/get"), expert).EnumerateArray().Select(node => $"node {node.GetInt32()}"));

    private static JsonElement AwakeOf(JsonElement placement, ExpertId expert) =>
        placement.GetProperty("entries").EnumerateArray().First(entry => entry.GetProperty("expert").GetString() == $"{expert}").GetProperty("awake");

    private static int Replicas(JsonElement experts, ExpertId expert) =>
        experts.EnumerateArray().First(one => one.GetProperty("expert").GetString() == $"{expert}").GetProperty("replicas").GetInt32();

    /// <summary>Tokens of a question and its answer that passed a layer.</summary>
    private double TokensOf(int question, int layer) => (double)routing.Total(question, IndexOf(layer)) / routing.ActiveExperts;

    private static long Bytes(JsonElement status) => status.GetProperty("residentBytes").GetInt64();
}
