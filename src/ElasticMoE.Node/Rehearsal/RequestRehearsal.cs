using ElasticMoE.Contracts.Requests;
using ElasticMoE.Engine.Requests;

namespace ElasticMoE.Node.Rehearsal;

/// <summary>
/// What a router does before it says that it is ready: it answers a short request on the cluster's nodes. A router that takes over another's requests computes many prompts at once, and is
/// not to compile that code, or read weights from the disk for the first time, while their streams wait.
/// </summary>
internal static class RequestRehearsal
{
    private const int PromptTokens = 48, OutputTokens = 12;

    /// <summary>Nodes that can't serve now are no reason not to be ready: requests wait for them.</summary>
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(2);

    /// <summary>Runs it.</summary>
    /// <param name="engine">The router's, which nobody else uses yet.</param>
    /// <param name="vocabulary">Token ids there are.</param>
    /// <param name="log">Takes a line where it didn't come to its end.</param>
    public static void Run(ElasticMoE.Engine.Engine engine, int vocabulary, Action<string> log)
    {
        SequenceId id = engine.Submit(new TokenRequest
        {
            Tokens = Enumerable.Range(0, PromptTokens).Select(i => i % vocabulary).ToArray(),
            OutputMax = OutputTokens,
            IgnoreEos = true,
            Sampling = SamplingOptions.Greedy with { Temperature = 1 },
            WithText = true,
        });
        long started = TimeProvider.System.GetTimestamp();
        while (engine.HasWork)
        {
            if (TimeProvider.System.GetElapsedTime(started) > s_limit)
            {
                log($"no request was rehearsed: the nodes didn't answer one in {s_limit.TotalSeconds:0} s");
                engine.Cancel(id);
            }
            engine.Step();
        }
    }
}
