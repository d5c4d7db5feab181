using ElasticMoE.Contracts;
using ElasticMoE.Engine;
using ElasticMoE.Engine.Serving;
using ElasticMoE.Gateway.Hosting;
using ElasticMoE.Gateway.Serving;
using ElasticMoE.Node.CommandLine;
using ElasticMoE.Node.Generation;
using ElasticMoE.Node.Loading;
using ElasticMoE.Node.Serving;

namespace ElasticMoE.Node.Chaos.Load;

/// <summary>What one process that runs the model alone answers, over the same HTTP: the truth that a cluster is compared with.</summary>
internal static class SingleProcess
{
    private const int AtOnce = 16;

    /// <summary>Answers each question; the tokens, as <see cref="ChaosAnswer"/> spells them.</summary>
    /// <exception cref="InputException">It fails.</exception>
    public static IReadOnlyList<string>[] Answer(ModelOptions model, IReadOnlyList<ChaosQuestion> questions, CommandContext context)
    {
        EngineOptions engine = ModelSession.EngineDefaults;
        using ModelSession session = ModelSession.Open(model, context, _ => engine);
        using var service = new EngineTokenService(session.Engine, session.Options);
        return AskAsync(ServedModels.Of(session, service, ServedModels.NameOf(model.Directory), context.Clock), questions, context).GetAwaiter().GetResult();
    }

    private static async Task<IReadOnlyList<string>[]> AskAsync(Gateway.Models.ServedModel served, IReadOnlyList<ChaosQuestion> questions, CommandContext context)
    {
        await using GatewayServer server = await GatewayServer.StartAsync(served, new GatewayOptions()).ConfigureAwait(false);
        using var client = new ChaosClient(new Uri(server.Url), new RunClock(context.Clock));
        var answers = new ChaosAnswer[questions.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = context.Cancelled };
        await Parallel.ForAsync(0, questions.Count, options, async (question, cancelled) =>
            answers[question] = await client.AskAsync(0, (question, questions[question]), _ => { }, cancelled).ConfigureAwait(false)).ConfigureAwait(false);
        return [.. answers.Select(answer => answer.Failure is null ? answer.Tokens : throw new InputException("the single process", $"fails: {answer.Failure}"))];
    }
}
