using ElasticMoE.Contracts.Requests;
using ElasticMoE.Engine.Requests;

namespace ElasticMoE.Engine.Tests;

/// <summary>A request's tokens depend on the request alone: random loads under random bounds against each request served by itself.</summary>
public sealed class EngineScheduleTests
{
    [Fact]
    public void Tokens_do_not_depend_on_batch_budget_preemption_or_parking()
    {
        long preemptions = 0;
        for (int seed = 0; seed < 120; seed++)
        {
            var random = new Random(seed);
            TokenRequest[] requests = [.. Enumerable.Range(0, 12).Select(_ => RandomRequest(random))];
            int[][] alone = [.. requests.Select(Alone)];
            int running = random.Next(1, 13);
            var options = new EngineOptions { RunningMax = running, StepTokensMax = running + 16 + random.Next(80), StepMs = random.Next(2) == 0 ? 1e-9 : 1e9 };
            var model = new ScriptedModel(200, 300, random.Next(12, 40)) { Parks = seed % 2 == 0 ? new Random(seed) : null };
            using var engine = new Engine(model, options with { Time = model.Time }, null);
            preemptions += Compare(engine, random, requests, alone);
            Assert.True(model.RowsMax <= options.StepTokensMax);
        }
        Assert.True(preemptions > 100, $"too few preemptions to tell: {preemptions}");
    }

    [Fact]
    public void Steps_in_which_every_sequence_rests_wait_for_experts()
    {
        var model = new ScriptedModel(200, 300, 40) { ParksAll = true };
        using var engine = new Engine(model, new EngineOptions { Time = model.Time }, null);
        engine.Submit(new TokenRequest { Tokens = new int[] { 1, 2, 3 }, OutputMax = 5 });
        int computing = Enumerable.Range(0, 100).Count(_ => engine.Step().ComputedTokens > 0);
        Assert.InRange(computing, 2, 12);
        Assert.Equal(100 - computing, model.Waits);
        // News for the caller, and steps without work, never wait.
        engine.Cancel(new SequenceId(1));
        Assert.Equal(1, engine.Step().Finished.Length);
        engine.Step();
        Assert.Equal(100 - computing, model.Waits);
    }

    [Fact]
    public void A_request_whose_experts_never_come_is_tried_to_the_end_of_its_patience_and_then_says_what_it_lacks()
    {
        var model = new ScriptedModel(200, 300, 40) { ParksAll = true, StepTime = TimeSpan.FromMilliseconds(400) };
        using var engine = new Engine(model, new EngineOptions { Time = model.Time }, null);
        SequenceId id = engine.Submit(new TokenRequest { Tokens = new int[] { 1, 2, 3 }, OutputMax = 5 });
        var run = new EngineRun(engine);
        run.ToEnd();
        Assert.Equal(RequestFailure.Unavailable, run.Finish(id).Failure);
        Assert.Equal("experts it needs were not ready for 30 s: 76 trials, the last for want of 2/17", run.Finish(id).Message);
    }

    private static long Compare(Engine engine, Random random, TokenRequest[] requests, int[][] alone)
    {
        var run = new EngineRun(engine);
        var ids = new List<SequenceId>();
        int blocks = engine.Status.FreeBlocks;
        foreach (TokenRequest request in requests)
        {
            ids.Add(engine.Submit(request));
            for (int steps = random.Next(10); steps > 0; steps--)
                run.Step();
        }
        run.ToEnd();
        for (int i = 0; i < alone.Length; i++)
            Assert.Equal(alone[i], run.Output(ids[i]));
        Assert.Equal(blocks, engine.Status.FreeBlocks);
        return engine.Status.Preemptions;
    }

    private static int[] Alone(TokenRequest request)
    {
        using var engine = new Engine(new ScriptedModel(200, 300, 100), new EngineOptions(), null);
        return EngineRun.Of(engine, out SequenceId[] ids, request).Output(ids[0]);
    }

    private static TokenRequest RandomRequest(Random random) => new()
    {
        Tokens = Enumerable.Range(0, random.Next(1, 120)).Select(_ => random.Next(1, 200)).ToArray(),
        OutputMax = random.Next(1, 60),
        IgnoreEos = random.Next(2) == 0,
        Seed = (ulong)random.NextInt64(),
        Sampling = new() { Temperature = random.Next(2), TopK = random.Next(2) * 20, RepetitionPenalty = random.Next(2) == 0 ? 1 : 1.3f },
    };
}
