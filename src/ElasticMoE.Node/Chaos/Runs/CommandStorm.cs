using System.Text.Json;
using System.Text.Json.Nodes;
using ElasticMoE.Contracts;
using ElasticMoE.Node.Administration;
using ElasticMoE.Node.Chaos.Scenarios;
using ElasticMoE.Node.Faults;

namespace ElasticMoE.Node.Chaos.Runs;

/// <summary>Many commands about experts drawn at random. What they change is taken back when it is over, by the cluster's parent, also where this process dies.</summary>
internal sealed class CommandStorm : IRunningFault
{
    private readonly ClusterOperator _admin;
    private readonly IRunningFault _takeBack;
    private readonly CommandPost[] _posts;
    private readonly TimeSpan _between;
    private readonly ManualResetEvent _ended = new(false);
    private readonly Task _giving;
    private int _refused;

    private CommandStorm(ClusterOperator admin, IRunningFault takeBack, CommandPost[] posts, TimeSpan between)
    {
        (_admin, _takeBack, _posts, _between) = (admin, takeBack, posts, between);
        _giving = Task.Factory.StartNew(Give, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>What became of the commands.</summary>
    public string Outcome => $"{_posts.Length} commands, {Volatile.Read(ref _refused)} of them refused";

    /// <summary>Begins to give commands.</summary>
    public static CommandStorm Begin(ChaosStep step, ChaosTools tools)
    {
        JsonElement[] all = [.. tools.Admin.Ask("experts/get").EnumerateArray()], drawn = [.. tools.Random.GetItems(all, step.Count).DistinctBy(NameOf)];
        int nodes = tools.Target.Members.Count(member => member.Role == Clusters.ClusterRole.Expert);
        CommandPost[] posts = step.Do == ChaosDeed.Scale
            ? [.. drawn.Select(expert => new CommandPost("experts/scale", new() { ["expert"] = NameOf(expert), ["replicas"] = tools.Random.Next(1, nodes + 1) }))]
            : [.. ((string[])["sleep", "wake", "sleep", "wake"]).Select(verb => new CommandPost($"experts/{verb}", new() { ["experts"] = Names(drawn) }))];
        IRunningFault takeBack = tools.Target.Begin(new(FaultKind.TakeBack, "", Limits.FaultMsMax) { Posts = [.. TakeBack(drawn)] });
        return new(tools.Admin, takeBack, posts, TimeSpan.FromMilliseconds((double)step.ForMs / posts.Length));
    }

    public bool WaitForEnd()
    {
        _giving.Wait();
        return true;
    }

    public void End()
    {
        StopGiving();
        _takeBack.End();
    }

    public void Dispose()
    {
        StopGiving();
        _takeBack.Dispose();
        _ended.Dispose();
    }

    /// <summary>Whose number an operator had set gets it again; about the others load decides again.</summary>
    private static IEnumerable<CommandPost> TakeBack(JsonElement[] experts)
    {
        JsonElement[] free = [.. experts.Where(expert => !expert.GetProperty("held").GetBoolean())];
        if (free.Length > 0)
            yield return new("experts/wake", new() { ["experts"] = Names(free) });
        if (free.Length > 0)
            yield return new("experts/release", new() { ["experts"] = Names(free) });
        foreach (JsonElement held in experts.Except(free))
            yield return new("experts/scale", new() { ["expert"] = NameOf(held), ["replicas"] = held.GetProperty("replicas").GetInt32() });
    }

    private void StopGiving()
    {
        if (!_ended.SafeWaitHandle.IsClosed)
            _ended.Set();
        _giving.Wait();
    }

    private void Give()
    {
        foreach (CommandPost post in _posts)
        {
            if (_admin.TryPost(post.Path, post.Fields) is not null)
                Interlocked.Increment(ref _refused);
            if (_ended.WaitOne(_between))
                return;
        }
    }

    private static string NameOf(JsonElement expert) => expert.GetProperty("expert").GetString()!;

    private static JsonArray Names(IEnumerable<JsonElement> experts) => [.. experts.Select(expert => (JsonNode)NameOf(expert))];
}
