using ElasticMoE.Model.Chat;
using ElasticMoE.Node.Chaos.Load;
using ElasticMoE.Node.Chaos.Reports;
using ElasticMoE.Node.Chaos.Runs;
using ElasticMoE.Node.Chaos.Scenarios;
using ElasticMoE.Node.Chaos.Targets;
using ElasticMoE.Node.CommandLine;

namespace ElasticMoE.Node.Commands.Chaos;

/// <summary>Prepares a run and runs it: what is asked, what a single process answers, what steps need.</summary>
/// <param name="scenario">What happens.</param>
/// <param name="options">How.</param>
/// <param name="place">Where.</param>
/// <param name="context">The running command's.</param>
internal sealed class ChaosSession(ChaosScenario scenario, ChaosOptions options, ChaosPlace place, CommandContext context)
{
    private const int QuestionsMax = 64;

    public ChaosReport Run()
    {
        DateTimeOffset started = context.Clock.GetUtcNow();
        foreach (ChaosStep step in scenario.Steps.Where(step => step.IsOfMembers))
            MemberSelector.Choose(options.Target ?? step.On, place.Target, options.Seed);
        ChaosQuestion[] questions = ChaosQuestions.Draw(place.Model.Directory, Math.Min(QuestionsMax, 2 * options.Streams), options.Tokens, options.Seed);
        context.Say($"asking a single process {questions.Length} questions of {options.Tokens} tokens");
        List<IReadOnlyList<string>[]> expected = [SingleProcess.Answer(place.Model, questions, context)];
        using ChaosUpdate? update = Does(ChaosDeed.Update) ? ChaosUpdate.Prepare(place.Model, options.Seed) : null;
        if (update is not null)
            expected.Add(SingleProcess.Answer(place.Model with { Updates = [(update.Expert, update.File)] }, questions, context));
        var tools = new ChaosTools
        {
            Target = place.Target,
            Admin = place.Admin,
            Random = new Random(options.Seed),
            Update = update,
            Poison = Does(ChaosDeed.Poison) ? ChaosPoison.Find(place.Model, options.Seed, context) : null,
        };
        var record = new ChaosRecord { Expected = expected };
        var run = new ChaosRun(scenario, options, tools, new ClusterWatch(place.Target, place.Admin), context);
        run.Run(place.Gateway, questions, scenario.Hypothesis.StallByPrefill ? Prefill(questions) : null, record);
        return new ChaosReporter(scenario, options, $"{place}").Describe(record, started);
    }

    /// <summary>What a router's loss makes another compute again: its share of the streams, with half of an answer each.</summary>
    private ChaosQuestion[] Prefill(ChaosQuestion[] questions)
    {
        ChatFormat format = ChatFormat.Load(place.Model.Directory);
        int prompt = (int)questions.Average(question => format.Tokenizer.Encode(question.Prompt, addSpecial: true).Length);
        int sequences = (options.Streams + place.Routers - 1) / place.Routers;
        return ChaosQuestions.DrawPrefill(sequences, prompt + options.Tokens / 2, format.Tokenizer.VocabularySize, options.Seed);
    }

    private bool Does(ChaosDeed deed) => scenario.Steps.Any(step => step.Do == deed);
}
