using System.Text.Json;
using System.Text.Json.Nodes;
using ElasticMoE.Contracts;
using ElasticMoE.ControlPlane.Admin;
using ElasticMoE.Model.Updates;
using ElasticMoE.Node.Clusters;
using ElasticMoE.Node.CommandLine;

namespace ElasticMoE.Node.Administration;

/// <summary>An operator of a cluster: what `emoe experts`, `emoe autoscale` and `emoe status` do on a command line.</summary>
internal sealed class ClusterOperator(Func<AdminEndpoint> find, CommandContext context) : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60), s_glance = TimeSpan.FromSeconds(2), s_between = TimeSpan.FromMilliseconds(20), s_insistMax = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private AdminClient? _client;
    private AdminClient[] _before = [];
    private string _address = "";

    /// <summary>The operator of a cluster on this machine.</summary>
    public ClusterOperator(ClusterFolder folder, CommandContext context)
        : this(() => AdminEndpoint.Read(folder.ReadAdminUrl(), folder.AdminKeyFile), context)
    {
    }

    /// <summary>Wants a change and waits until it is so.</summary>
    /// <exception cref="InputException">It is refused, fails or takes too long.</exception>
    public void Do(string path, JsonObject fields)
    {
        JsonElement outcome = Client().Post($"{AdminTable.Root}/{path}", fields, s_limit);
        long operation = outcome.GetProperty("operation").GetInt64();
        if (outcome.GetProperty("exit").GetInt32() == 0 && operation > 0)
            outcome = OperationWait.Await(Client(), operation, s_limit, context.Clock);
        if (outcome.GetProperty("exit").GetInt32() is not 0 and var exit)
            throw new InputException(path, outcome.GetProperty("message").GetString()!, (ExitCode)exit);
    }

    /// <summary>As <see cref="Do"/>, and where it conflicts with what is still under way, again until that has ended or too much time has passed.</summary>
    /// <exception cref="InputException">It is refused for another reason, for too long, fails or takes too long.</exception>
    public void DoWhenFree(string path, JsonObject fields)
    {
        long started = context.Clock.GetTimestamp();
        while (true)
        {
            try
            {
                Do(path, fields);
                return;
            }
            catch (InputException busy) when (busy.Exit == ExitCode.Conflict && context.Clock.GetElapsedTime(started) < s_insistMax)
            {
                context.Cancelled.WaitHandle.WaitOne(s_between);
                context.Cancelled.ThrowIfCancellationRequested();
            }
        }
    }

    /// <summary>Brings an expert's new weights to where nodes take them from.</summary>
    public void Put(ExpertUpdate update) => Client().Put($"{AdminTable.WeightsPath}/{update.Content.Digest}", update.Bytes, s_limit);

    /// <summary>Wants a change, and doesn't wait for it.</summary>
    /// <returns>Null where it is accepted, else why not.</returns>
    public string? TryPost(string path, JsonObject fields)
    {
        try
        {
            JsonElement outcome = Client().Post($"{AdminTable.Root}/{path}", (JsonObject)fields.DeepClone(), s_limit);
            return outcome.GetProperty("exit").GetInt32() == 0 ? null : outcome.GetProperty("message").GetString()!;
        }
        catch (InputException refused)
        {
            return refused.Message;
        }
        catch (OperationCanceledException)
        {
            return "given up: this process ends";
        }
    }

    /// <summary>Wants a change until it is accepted, or too much time has passed.</summary>
    /// <returns>What became of it.</returns>
    public string Insist(string path, JsonObject fields)
    {
        long started = context.Clock.GetTimestamp();
        while (TryPost(path, fields) is { } refused)
        {
            if (context.Cancelled.WaitHandle.WaitOne(s_between) || context.Clock.GetElapsedTime(started) > s_insistMax)
                return refused;
        }
        return "accepted";
    }

    /// <summary>Asks.</summary>
    public JsonElement Ask(string path) => Client().Get($"{AdminTable.Root}/{path}", [], s_limit);

    /// <summary>Asks until the answer is as wanted; where nobody leads, until somebody does.</summary>
    /// <exception cref="InputException">It takes too long (exit code: timeout).</exception>
    public JsonElement Until(string path, Func<JsonElement, bool> holds)
    {
        long started = context.Clock.GetTimestamp();
        while (true)
        {
            if (TryAsk(path) is { } answer && holds(answer))
                return answer;
            if (context.Clock.GetElapsedTime(started) > s_limit)
                throw new InputException(path, $"isn't as wanted within {s_limit.TotalSeconds:0} s", ExitCode.Timeout);
            context.Cancelled.WaitHandle.WaitOne(s_between);
            context.Cancelled.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Asks; null where nobody who leads answers soon.</summary>
    public JsonElement? TryAsk(string path)
    {
        try
        {
            return Client().Get($"{AdminTable.Root}/{path}", [], s_glance);
        }
        catch (InputException nobody) when (nobody.Exit is ExitCode.Unreachable or ExitCode.Timeout)
        {
            return null;
        }
    }

    public void Dispose()
    {
        _client?.Dispose();
        foreach (AdminClient before in _before)
            before.Dispose();
    }

    /// <summary>Another leader may serve elsewhere. Who still asks the one before is not disturbed.</summary>
    private AdminClient Client()
    {
        AdminEndpoint endpoint = find();
        lock (_gate)
        {
            if (_client is not null && endpoint.ToString() == _address)
                return _client;
            (_before, _address) = ([.. _before, .. _client is { } old ? (AdminClient[])[old] : []], endpoint.ToString());
            return _client = new AdminClient(endpoint, context.Cancelled);
        }
    }
}
