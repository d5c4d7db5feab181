using System.Globalization;
using System.Text.Json.Nodes;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Experts;
using ElasticMoE.Contracts.Requests;
using ElasticMoE.Kernels.Threads;
using ElasticMoE.Model.Hosting;
using ElasticMoE.Node.Chaos.Load;
using ElasticMoE.Node.CommandLine;
using ElasticMoE.Node.Faults;
using ElasticMoE.Node.Generation;
using ElasticMoE.Node.Loading;

namespace ElasticMoE.Node.Chaos.Runs;

/// <summary>A question, and a row that is computed in the middle of its answer and in no other's.</summary>
/// <param name="Question">The question.</param>
/// <param name="Row">The row and one of its experts.</param>
internal sealed record ChaosPoison(ChaosQuestion Question, PlantedRow Row)
{
    /// <summary>Whether it has killed a node already; routers remember such rows for a while, and then it kills none.</summary>
    public bool HasKilled { get; set; }

    private const int PromptTokens = 12, OutputTokens = 24;

    /// <summary>Runs a question that nobody else asks in this process, and remembers its rows.</summary>
    public static ChaosPoison Find(ModelOptions model, int seed, CommandContext context)
    {
        using ModelSession session = ModelSession.Open(model, context);
        var random = new Random(seed);
        int[] prompt = [.. Enumerable.Range(0, PromptTokens).Select(_ => random.Next(session.Model.Config.VocabularySize))];
        using var pool = new ComputePool(1);
        var recording = new RecordingExchange(new LocalExpertHost(session.Model, pool));
        using ElasticMoE.Engine.Engine engine = session.EngineOn(recording, () => LiveRevisions.Loaded, pool);
        new RequestRunner(engine, context.Clock).Run([new TokenRequest { Tokens = prompt, OutputMax = OutputTokens, IgnoreEos = true }], context.Cancelled);
        (ulong key, ExpertId expert) = recording.Seen.GroupBy(pair => pair).Where(group => group.Count() == 1).Select(group => group.Key).Skip(recording.Seen.Count / 2).First();
        return new(ChaosQuestion.Of(new JsonArray([.. prompt.Select(id => (JsonNode)id)]), OutputTokens, (0, 0)), new(expert, key, 0));
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"a row of expert {Row.Expert}");
}
