using ElasticMoE.Contracts;
using ElasticMoE.Engine.Requests;
using ElasticMoE.Node.Evaluation;
using ElasticMoE.Node.Generation;

namespace ElasticMoE.Node.Profiles;

/// <summary>Answers the prompts of one domain after the other, those of a domain together, while a tally counts.</summary>
internal sealed class ModelProfiler(ModelSession session, RoutingTally tally, TimeProvider clock)
{
    /// <summary>Told how many prompts are answered.</summary>
    public Action<int> OnFinished { get; init; } = static _ => { };

    /// <param name="domains">The prompts by domain, in the tally's order.</param>
    /// <param name="outputMax">Most tokens of an answer.</param>
    /// <param name="cancelled">Ends the work.</param>
    public void Run(IReadOnlyList<IReadOnlyList<PromptCase>> domains, int outputMax, CancellationToken cancelled)
    {
        int finished = 0;
        var runner = new RequestRunner(session.Engine, clock) { OnFinished = _ => OnFinished(++finished) };
        for (int domain = 0; domain < domains.Count; domain++)
        {
            tally.Domain = domain;
            runner.Run([.. domains[domain].Select(prompt => Request(prompt, outputMax))], cancelled);
            cancelled.ThrowIfCancellationRequested();
        }
        if (session.Engine.Status.Preemptions > 0)
            throw new InputException("profile", "sequences were computed more than once for want of memory, so the counts are not what the prompts alone give");
    }

    private GenerationRequest Request(PromptCase prompt, int outputMax) =>
        new() { Tokens = session.EncodeChat(prompt.Messages), OutputMax = outputMax, StopIds = session.Format.StopIds };
}
