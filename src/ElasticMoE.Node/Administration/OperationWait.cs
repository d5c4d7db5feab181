using System.Text.Json;
using System.Text.Json.Nodes;
using ElasticMoE.Contracts;
using ElasticMoE.ControlPlane.Admin;

namespace ElasticMoE.Node.Administration;

/// <summary>Waits for an operation's end, asking again and again, so that a supervisor that takes over is asked too.</summary>
internal static class OperationWait
{
    private const string UnderWay = "accepted";
    private static readonly TimeSpan s_turn = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_answer = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_between = TimeSpan.FromMilliseconds(100);
    private static readonly string s_path = AdminTable.Queries.Single(query => query is { Noun: "operations", Name: "await" }).Path;

    /// <exception cref="InputException">The time ran out (exit code: timeout).</exception>
    public static JsonElement Await(AdminClient client, long operation, TimeSpan limit, TimeProvider clock)
    {
        long started = clock.GetTimestamp();
        while (true)
        {
            TimeSpan left = limit - clock.GetElapsedTime(started), turn = left < s_turn ? left : s_turn;
            if (left <= TimeSpan.Zero)
                throw new InputException($"operation {operation}", $"hasn't ended within {limit.TotalSeconds:0.#} s", ExitCode.Timeout);
            if (TryAsk(client, operation, turn) is { } answer && answer.GetProperty("code").GetString() != UnderWay)
                return answer;
        }
    }

    /// <summary>Null where nobody answers now who leads: what was accepted lies in the journal, and whoever leads next goes on with it.</summary>
    private static JsonElement? TryAsk(AdminClient client, long operation, TimeSpan turn)
    {
        try
        {
            return client.Get(s_path, new JsonObject { ["operation"] = operation, ["waitMs"] = (long)turn.TotalMilliseconds }, turn + s_answer);
        }
        catch (InputException nobody) when (nobody.Exit == ExitCode.Unreachable)
        {
            client.Pause(s_between);
            return null;
        }
    }
}
