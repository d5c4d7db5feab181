using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Requests;
using ElasticMoE.Engine.Requests;
using ElasticMoE.Engine.Sampling;
using ElasticMoE.Engine.Stopping;

namespace ElasticMoE.Engine.Tests;

public sealed class EngineTests
{
    private static readonly TokenRequest Greedy = new() { Tokens = new[] { 5, 6, 7 }, OutputMax = 12, IgnoreEos = true };

    [Fact]
    public void Ends_after_as_many_tokens_as_asked_for()
    {
        using Engine engine = New();
        EngineRun run = EngineRun.Of(engine, out SequenceId[] ids, Greedy);
        Assert.Equal(12, run.Output(ids[0]).Length);
        Assert.Equal(3, run.Tokens(ids[0])[0].Position);
        Assert.Equal(new FinishEvent { Sequence = ids[0], Reason = FinishReason.Length, OutputLength = 12 }, run.Finish(ids[0]));
        Assert.Equal(new EngineStatus(0, 0, 100, 0), engine.Status);
    }

    [Fact]
    public void Ends_when_the_context_is_full()
    {
        using Engine engine = New(context: 20);
        EngineRun run = EngineRun.Of(engine, out SequenceId[] ids, Greedy with { OutputMax = null }, Greedy with { OutputMax = 1000 });
        Assert.Equal(17, run.Output(ids[0]).Length);
        Assert.Equal(run.Output(ids[0]), run.Output(ids[1]));
        Assert.Equal(FinishReason.Length, run.Finish(ids[0]).Reason);
    }

    [Fact]
    public void Without_a_maximum_the_cache_is_the_limit_too()
    {
        using Engine engine = New(blocks: 2, context: 1000);
        EngineRun run = EngineRun.Of(engine, out SequenceId[] ids, Greedy with { OutputMax = null });
        Assert.Equal(2 * 16 + 1 - 3, run.Output(ids[0]).Length);
    }

    [Fact]
    public void Stops_at_the_models_end_id_and_at_the_requests()
    {
        using Engine engine = New();
        int[] all = EngineRun.Of(engine, out SequenceId[] ids, Greedy with { OutputMax = 300 }).Output(ids[0]);
        EngineRun run = EngineRun.Of(engine, out ids,
            Greedy with { OutputMax = 300, IgnoreEos = false },
            Greedy with { OutputMax = 300, StopIds = [all[4]] });
        int eos = Array.IndexOf(all, 0);
        Assert.True(eos > 0);
        Assert.Equal(all[..(eos + 1)], run.Output(ids[0]));
        Assert.Equal(FinishReason.Stop, run.Finish(ids[0]).Reason);
        Assert.Equal(all[..(Array.IndexOf(all, all[4]) + 1)], run.Output(ids[1]));
    }

    [Fact]
    public void Stops_at_a_string_across_tokens_and_tells_the_text_before_it()
    {
        using Engine engine = New(text: true);
        int[] all = EngineRun.Of(engine, out SequenceId[] ids, Greedy).Output(ids[0]);
        string text = string.Concat(all.Select(Spell));
        string stop = text[5..11];
        EngineRun run = EngineRun.Of(engine, out ids, Greedy with { StopStrings = [stop] }, Greedy with { WithText = true }, Greedy with { StopStrings = ["never"] });
        Assert.Equal(text[..5], run.Text(ids[0]));
        Assert.Equal((FinishReason.Stop, stop), (run.Finish(ids[0]).Reason, run.Finish(ids[0]).StopString));
        Assert.Equal(11 / 3 + 1, run.Output(ids[0]).Length);
        Assert.Equal(text, run.Text(ids[1]));
        Assert.Equal((text, FinishReason.Length), (run.Text(ids[2]), run.Finish(ids[2]).Reason));
    }

    [Fact]
    public void A_stop_id_adds_no_text_but_lets_withheld_text_go()
    {
        using Engine engine = New(text: true);
        int[] all = EngineRun.Of(engine, out SequenceId[] ids, Greedy).Output(ids[0]);
        string before = Spell(all[0]) + Spell(all[1]);
        EngineRun run = EngineRun.Of(engine, out ids, Greedy with { StopIds = [all[2]], StopStrings = [before[^2..] + "?"] });
        Assert.Equal(before, run.Text(ids[0]));
        Assert.Null(run.Finish(ids[0]).StopString);
    }

    [Fact]
    public void A_request_continues_where_another_engine_left_it()
    {
        var options = new SamplingOptions { Temperature = 1, RepetitionPenalty = 1.2f, PresencePenalty = 0.3f, FrequencyPenalty = 0.2f };
        TokenRequest whole = Greedy with { Sampling = options, Seed = 9, OutputMax = 30, WithText = true, StopStrings = ["never"] };
        using Engine engine = New(text: true);
        EngineRun full = EngineRun.Of(engine, out SequenceId[] ids, whole);
        int[] all = full.Output(ids[0]);
        for (int done = 1; done < all.Length; done += 4)
        {
            EngineRun rest = EngineRun.Of(engine, out SequenceId[] again, whole with { Tokens = (int[])[5, 6, 7, .. all[..done]], PromptLength = 3 });
            Assert.Equal(all[done..], rest.Output(again[0]));
            Assert.Equal(3 + done, rest.Tokens(again[0])[0].Position);
            Assert.Equal(all.Length, rest.Finish(again[0]).OutputLength);
        }
    }

    [Fact]
    public void Seeds_and_choices_differ_and_repeat()
    {
        using Engine engine = New();
        TokenRequest request = Greedy with { Sampling = new() { Temperature = 1 }, Seed = 4 };
        EngineRun run = EngineRun.Of(engine, out SequenceId[] ids, [.. request.Choices(4), .. request.Choices(4), request with { Seed = 5 }]);
        for (int i = 0; i < 4; i++)
            Assert.Equal(run.Output(ids[i]), run.Output(ids[i + 4]));
        Assert.Equal(5, ids.Select(id => string.Join(' ', run.Output(id))).Distinct().Count());
    }

    [Fact]
    public void Cancelling_frees_blocks_at_once_and_reports_once()
    {
        using Engine engine = New();
        SequenceId stays = engine.Submit(Greedy), goes = engine.Submit(Greedy), waits = engine.Submit(Greedy);
        var run = new EngineRun(engine);
        Assert.True(engine.Cancel(waits));
        run.Step();
        Assert.True(engine.Cancel(goes));
        Assert.Equal(99, engine.Status.FreeBlocks);
        Assert.False(engine.Cancel(goes));
        run.ToEnd();
        Assert.Equal(FinishReason.Cancelled, run.Finish(goes).Reason);
        Assert.Equal(1, run.Finish(goes).OutputLength);
        Assert.Equal(FinishReason.Cancelled, run.Finish(waits).Reason);
        Assert.Equal(12, run.Output(stays).Length);
        Assert.False(engine.Cancel(stays));
    }

    [Fact]
    public void Scores_that_are_not_finite_fail_their_request_alone()
    {
        using Engine healthy = New();
        int[] all = EngineRun.Of(healthy, out SequenceId[] ids, Greedy).Output(ids[0]);
        using var engine = new Engine(new ScriptedModel(50, 400, 100) { Poison = all[3] }, new EngineOptions(), null);
        EngineRun run = EngineRun.Of(engine, out ids, Greedy, Greedy with { Tokens = new[] { 1, 2 }, OutputMax = 1 });
        Assert.Equal(all[..(Array.IndexOf(all, all[3]) + 1)], run.Output(ids[0]));
        Assert.Equal(FinishReason.Error, run.Finish(ids[0]).Reason);
        Assert.Equal("the model's scores at position 7 are not finite", run.Finish(ids[0]).Message);
        Assert.Equal(FinishReason.Length, run.Finish(ids[1]).Reason);
        Assert.Equal(100, engine.Status.FreeBlocks);
    }

    [Fact]
    public void Logprobs_come_with_the_most_likely_tokens()
    {
        using Engine engine = New();
        EngineRun run = EngineRun.Of(engine, out SequenceId[] ids, Greedy with { TopLogprobs = 3 }, Greedy);
        foreach (TokenEvent token in run.Tokens(ids[0]))
        {
            Assert.Equal(new TokenLogprob(token.Id, token.Logprob), token.Top.Span[0]);
            Assert.True(token.Top.Span[1].Logprob <= token.Logprob && token.Logprob < 0);
        }
        Assert.Equal(double.NaN, run.Tokens(ids[1])[0].Logprob);
        Assert.Equal(0, run.Tokens(ids[1])[0].Top.Length);
    }

    [Fact]
    public void Ids_outside_the_vocabulary_in_use_are_never_sampled()
    {
        using Engine engine = New(options: new EngineOptions { Vocabulary = SampleableVocabulary.Where(50, id => id < 10) });
        EngineRun run = EngineRun.Of(engine, out SequenceId[] ids, Greedy with { OutputMax = 200 });
        Assert.All(run.Output(ids[0]), id => Assert.InRange(id, 0, 9));
    }

    [Fact]
    public void A_full_queue_answers_busy()
    {
        using Engine engine = New(options: new EngineOptions { WaitingMax = 2 });
        engine.Submit(Greedy);
        engine.Submit(Greedy);
        var busy = Assert.Throws<InputException>(() => engine.Submit(Greedy));
        Assert.Equal((ExitCode.Conflict, "engine: busy: 2 requests wait already"), (busy.Exit, busy.Message));
        engine.Step();
        engine.Submit(Greedy);
    }

    private static Engine New(int blocks = 100, int context = 400, bool text = false, EngineOptions? options = null) =>
        new(new ScriptedModel(50, context, blocks), options ?? new EngineOptions(), text ? NewText : null);

    private static TextStream NewText(IReadOnlyList<string> stops) => new(Spell, () => "", stops);

    /// <summary>Three letters a token, different for every token.</summary>
    private static string Spell(int id) => $"{(char)('a' + id / 7)}{(char)('k' + id % 7)}{(char)('A' + id / 2)}";
}
