using ElasticMoE.Contracts.Requests;
using ElasticMoE.Engine.Requests;

namespace ElasticMoE.Engine.Tests;

/// <summary>Blocks kept for sequences that begin alike: they save rows and change no token.</summary>
public sealed class EnginePrefixTests
{
    private const int Vocabulary = 200, Context = 300;

    private static readonly TokenRequest s_request = new() { Tokens = Text(1, 40), OutputMax = 4, IgnoreEos = true };

    [Fact]
    public void What_a_prompt_begins_with_is_computed_once()
    {
        var model = new ScriptedModel(Vocabulary, Context, 100);
        using var engine = new Engine(model, new EngineOptions(), null);
        EngineRun first = EngineRun.Of(engine, out SequenceId[] ids, s_request);
        long rows = model.RowsComputed;
        EngineRun second = EngineRun.Of(engine, out SequenceId[] again, s_request);
        Assert.Equal(first.Output(ids[0]), second.Output(again[0]));
        Assert.Equal((0, 32), (first.Finish(ids[0]).CachedTokens, second.Finish(again[0]).CachedTokens));
        Assert.Equal(rows - 32, model.RowsComputed - rows);
        Assert.Equal((100, 2, 32), (engine.Status.FreeBlocks, engine.Status.PrefixBlocks, engine.Status.PrefixTokens));
    }

    [Fact]
    public void The_last_token_of_a_prompt_is_always_computed()
    {
        using var engine = new Engine(new ScriptedModel(Vocabulary, Context, 100), new EngineOptions(), null);
        EngineRun.Of(engine, out _, s_request);
        EngineRun run = EngineRun.Of(engine, out SequenceId[] ids, s_request with { Tokens = s_request.Tokens[..32] }, s_request with { Tokens = s_request.Tokens[..33] });
        Assert.Equal((16, 32), (run.Finish(ids[0]).CachedTokens, run.Finish(ids[1]).CachedTokens));
    }

    [Fact]
    public void An_answer_is_there_for_the_prompt_that_goes_on_after_it()
    {
        using var engine = new Engine(new ScriptedModel(Vocabulary, Context, 100), new EngineOptions(), null);
        int[] answer = EngineRun.Of(engine, out SequenceId[] ids, s_request with { OutputMax = 30 }).Output(ids[0]);
        int[] turn = [.. s_request.Tokens.Span, .. answer, 7, 8, 9];
        EngineRun run = EngineRun.Of(engine, out ids, s_request with { Tokens = turn });
        Assert.Equal(64, run.Finish(ids[0]).CachedTokens);
        Assert.Equal(Alone(s_request with { Tokens = turn }), run.Output(ids[0]));
    }

    [Fact]
    public void Kept_blocks_give_way_before_any_sequence_does()
    {
        using var engine = new Engine(new ScriptedModel(Vocabulary, Context, 10), new EngineOptions(), null);
        for (int text = 0; text < 20; text++)
            EngineRun.Of(engine, out _, s_request with { Tokens = Text(text, 120) });
        Assert.Equal((0, 10), (engine.Status.Preemptions, engine.Status.FreeBlocks));
        Assert.InRange(engine.Status.PrefixBlocks, 8, 10);
        // Whoever was there last is there still, the first is not.
        EngineRun run = EngineRun.Of(engine, out SequenceId[] ids, s_request with { Tokens = Text(19, 120) });
        Assert.Equal(112, run.Finish(ids[0]).CachedTokens);
        run = EngineRun.Of(engine, out ids, s_request with { Tokens = Text(0, 120) });
        Assert.Equal(0, run.Finish(ids[0]).CachedTokens);
    }

    [Fact]
    public void Sequences_that_begin_alike_need_room_for_it_once()
    {
        // Six blocks of beginning and one of each: eight sequences in 14 blocks, of which two would fill them alone.
        using var engine = new Engine(new ScriptedModel(Vocabulary, Context, 14), new EngineOptions(), null);
        EngineRun.Of(engine, out _, s_request with { Tokens = Text(1, 97), OutputMax = 1 });
        var run = new EngineRun(engine);
        for (int i = 0; i < 8; i++)
            engine.Submit(s_request with { Tokens = (int[])[.. Text(1, 96), i], OutputMax = 15 });
        run.Step();
        Assert.Equal((8, 0), (engine.Status.Running, engine.Status.FreeBlocks));
        run.ToEnd();
        Assert.Equal((0, 14), (engine.Status.Preemptions, engine.Status.FreeBlocks));
    }

    [Fact]
    public void What_a_failed_sequence_computed_is_computed_anew()
    {
        int[] tokens = Text(1, 40);
        var model = new ScriptedModel(Vocabulary, Context, 100) { Poison = tokens[^1] };
        using var engine = new Engine(model, new EngineOptions(), null);
        EngineRun run = EngineRun.Of(engine, out SequenceId[] ids, s_request);
        Assert.Equal((FinishReason.Error, 0), (run.Finish(ids[0]).Reason, engine.Status.PrefixBlocks));
        model.Poison = -1;
        run = EngineRun.Of(engine, out ids, s_request);
        Assert.Equal((FinishReason.Length, 0), (run.Finish(ids[0]).Reason, run.Finish(ids[0]).CachedTokens));
    }

    [Fact]
    public void Tokens_do_not_depend_on_what_is_kept_under_preemption_parking_and_cancellation()
    {
        long preemptions = 0, saved = 0;
        for (int seed = 0; seed < 120; seed++)
        {
            var random = new Random(seed);
            int running = random.Next(1, 13);
            var options = new EngineOptions { RunningMax = running, StepTokensMax = running + 16 + random.Next(80), StepMs = random.Next(2) == 0 ? 1e-9 : 1e9 };
            var model = new ScriptedModel(Vocabulary, Context, random.Next(16, 50)) { Parks = seed % 2 == 0 ? new Random(seed) : null };
            using var engine = new Engine(model, options with { Time = model.Time }, null);
            Serve(engine, random, seed);
            preemptions += engine.Status.Preemptions;
            saved += engine.Status.PrefixTokens;
            Assert.Equal(model.BlockCount, engine.Status.FreeBlocks);
        }
        Assert.True(preemptions > 100, $"too few preemptions to tell: {preemptions}");
        Assert.True(saved > 20_000, $"too little is shared to tell: {saved} tokens");
    }

    private static void Serve(Engine engine, Random random, int seed)
    {
        var run = new EngineRun(engine);
        var asked = new List<(SequenceId Id, TokenRequest Request)>();
        for (int i = 0; i < 24; i++)
        {
            TokenRequest request = RandomRequest(random);
            asked.Add((engine.Submit(request), request));
            for (int steps = random.Next(8); steps > 0; steps--)
                run.Step();
            if (random.Next(4) == 0)
                engine.Cancel(asked[random.Next(asked.Count)].Id);
        }
        run.ToEnd();
        foreach ((SequenceId id, TokenRequest request) in asked)
        {
            int[] got = run.HasTokens(id) ? run.Output(id) : [];
            int[] alone = Alone(request);
            Assert.True(alone.AsSpan().StartsWith(got), $"seed {seed}, request {id.Value}");
            Assert.True(run.Finish(id).Reason == FinishReason.Cancelled || got.Length == alone.Length, $"seed {seed}, request {id.Value}");
        }
    }

    private static int[] Alone(TokenRequest request)
    {
        using var engine = new Engine(new ScriptedModel(Vocabulary, Context, 100, keepsPrefixes: false), new EngineOptions(), null);
        int[] tokens = EngineRun.Of(engine, out SequenceId[] ids, request).Output(ids[0]);
        Assert.Equal(0, engine.Status.PrefixTokens);
        return tokens;
    }

    /// <summary>The beginning of one of three texts, and then something else.</summary>
    private static TokenRequest RandomRequest(Random random) => new()
    {
        Tokens = (int[])[.. Text(random.Next(3), random.Next(130)), .. Text(random.Next(1000), random.Next(1, 40))],
        OutputMax = random.Next(1, 60),
        IgnoreEos = random.Next(2) == 0,
        Seed = (ulong)random.NextInt64(),
        Sampling = new() { Temperature = random.Next(2), TopK = random.Next(2) * 20, RepetitionPenalty = random.Next(2) == 0 ? 1 : 1.3f },
    };

    private static int[] Text(int number, int length)
    {
        var random = new Random(number);
        return [.. Enumerable.Range(0, length).Select(_ => random.Next(1, Vocabulary))];
    }
}
