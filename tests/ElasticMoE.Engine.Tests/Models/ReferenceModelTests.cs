using ElasticMoE.Contracts.Experts;
using ElasticMoE.Contracts.Requests;
using ElasticMoE.Engine.Requests;
using ElasticMoE.Kernels.Threads;
using ElasticMoE.Model.Files;
using ElasticMoE.Model.Forward;
using ElasticMoE.Model.Hosting;
using ElasticMoE.Testing;

namespace ElasticMoE.Engine.Tests.Models;

/// <summary>Every family through the whole engine.</summary>
public sealed class ReferenceModelTests(LoadedModels models)
{
    public static TheoryData<string> Names => [.. LoadedModels.ReferenceNames];

    [Theory]
    [MemberData(nameof(Names))]
    public void Greedy_is_the_references_continuation(string name)
    {
        (int[] input, int[] greedy) = Reference(name);
        using ComputePool pool = LoadedModels.Pool(1);
        using var engine = new Engine(models.Reference(name), pool, new EngineOptions { CacheBlocks = 64 });
        EngineRun run = EngineRun.Of(engine, out SequenceId[] ids, new TokenRequest { Tokens = input, OutputMax = greedy.Length, IgnoreEos = true });
        Assert.Equal(greedy, run.Output(ids[0]));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Tokens_and_logprobs_do_not_depend_on_what_runs_beside(string name)
    {
        LanguageModel model = models.Reference(name);
        TokenRequest[] requests = Requests(new Random(1), Reference(name).Input, model.Config.VocabularySize);
        TokenEvent[][] alone = [.. requests.Select(request => Serve(model, 1, new EngineOptions { CacheBlocks = 64, PrefixCache = false }, [request], out _)[0])];
        // Twelve blocks hold two or three of these sequences, so they push each other out; 23 tokens cut every prompt in other places.
        var tight = new EngineOptions { CacheBlocks = 12, RunningMax = 7, StepTokensMax = 23 };
        TokenEvent[][] together = Serve(model, 2, tight, requests, out EngineStatus status);
        Assert.True(status is { Preemptions: > 0, PrefixTokens: > 0 });
        for (int i = 0; i < requests.Length; i++)
            Assert.Equal(alone[i].Select(Essence), together[i].Select(Essence));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Tokens_and_logprobs_do_not_depend_on_rows_that_are_parked(string name)
    {
        LanguageModel model = models.Reference(name);
        TokenRequest[] requests = Requests(new Random(2), Reference(name).Input, model.Config.VocabularySize);
        TokenEvent[][] plain = Serve(model, 1, new EngineOptions { CacheBlocks = 64, PrefixCache = false }, requests, out _);
        using ComputePool pool = LoadedModels.Pool(1);
        var exchange = new HostExchange(new LocalExpertHost(model, pool), new Random(3)) { ParkChance = 0.06 };
        TokenEvent[][] parked = Serve(model, 2, new EngineOptions { CacheBlocks = 12, RunningMax = 7, StepTokensMax = 23, Exchange = exchange, Time = exchange.Time }, requests, out EngineStatus status);
        Assert.True(exchange.Parked > 20, $"too few parked rows to tell: {exchange.Parked}");
        Assert.True(status.PrefixTokens > 0);
        for (int i = 0; i < requests.Length; i++)
            Assert.Equal(plain[i].Select(Essence), parked[i].Select(Essence));
    }

    [Fact]
    public void Sequences_with_a_gate_policy_share_nothing()
    {
        LanguageModel model = models.Reference(LoadedModels.ReferenceNames[0]);
        var request = new TokenRequest { Tokens = Enumerable.Range(1, 40).ToArray(), OutputMax = 4, IgnoreEos = true };
        GatePolicy[] policies = [new() { Noise = 1 }, new() { CapacityFactor = 1 }, new() { Temperature = 2 }];
        using ComputePool pool = LoadedModels.Pool(1);
        using var engine = new Engine(model, pool, new EngineOptions { CacheBlocks = 64 });
        EngineRun.Of(engine, out _, [.. policies.Concat(policies).Select(policy => request with { Gate = policy })]);
        Assert.Equal(0, engine.Status.PrefixBlocks);
        EngineRun.Of(engine, out _, request);
        Assert.Equal(2, engine.Status.PrefixBlocks);
        EngineRun run = EngineRun.Of(engine, out SequenceId[] ids, [.. policies.Select(policy => request with { Gate = policy })]);
        Assert.All(ids, id => Assert.Equal(0, run.Finish(id).CachedTokens));
    }

    [Fact]
    public void A_row_that_fails_ends_its_request_alone()
    {
        LanguageModel model = models.Reference(LoadedModels.ReferenceNames[0]);
        TokenRequest[] requests = Requests(new Random(4), Reference(LoadedModels.ReferenceNames[0]).Input, model.Config.VocabularySize);
        TokenEvent[][] plain = Serve(model, 1, new EngineOptions { CacheBlocks = 64 }, requests, out _);
        using ComputePool pool = LoadedModels.Pool(1);
        var exchange = new HostExchange(new LocalExpertHost(model, pool), new Random(5)) { FailAfterRows = 400 };
        using var engine = new Engine(model, pool, new EngineOptions { CacheBlocks = 64, Exchange = exchange });
        EngineRun run = EngineRun.Of(engine, out SequenceId[] ids, requests);
        SequenceId failed = Assert.Single(ids, id => run.Finish(id).Reason == FinishReason.Error);
        Assert.Equal("a fault for a test", run.Finish(failed).Message);
        for (int i = 0; i < requests.Length; i++)
        {
            TokenEvent[] got = run.HasTokens(ids[i]) ? [.. run.Tokens(ids[i])] : [];
            Assert.Equal(plain[i].Take(ids[i] == failed ? got.Length : plain[i].Length).Select(Essence), got.Select(Essence));
        }
    }

    /// <summary>Event buffers aside, what a caller sees.</summary>
    private static (int Position, int Id, double Logprob) Essence(TokenEvent token) => (token.Position, token.Id, token.Logprob);

    private static TokenEvent[][] Serve(LanguageModel model, int threads, EngineOptions options, TokenRequest[] requests, out EngineStatus status)
    {
        using ComputePool pool = LoadedModels.Pool(threads);
        using var engine = new Engine(model, pool, options);
        EngineRun run = EngineRun.Of(engine, out SequenceId[] ids, requests);
        status = engine.Status;
        Assert.Equal(options.CacheBlocks, engine.Status.FreeBlocks);
        return [.. ids.Select(id => run.Tokens(id).ToArray())];
    }

    /// <summary>The first and every third one after it begin with the same text.</summary>
    private static TokenRequest[] Requests(Random random, int[] input, int vocabularySize) =>
    [
        .. Enumerable.Range(0, 8).Select(i => new TokenRequest
        {
            Tokens = Enumerable.Range(0, i % 3 == 0 ? random.Next(34, 50) : random.Next(1, 50)).Select(at => i % 3 == 0 && at < 33 ? input[at % input.Length] : random.Next(vocabularySize)).ToArray(),
            OutputMax = random.Next(20, 40),
            IgnoreEos = true,
            TopLogprobs = 0,
            Seed = (ulong)i / 3,
            Choice = (uint)i % 3,
            Sampling = new() { Temperature = i % 3, TopP = i % 2 == 0 ? 0.9f : 1, RepetitionPenalty = 1 + i % 4 * 0.1f },
        }),
    ];

    private static (int[] Input, int[] Greedy) Reference(string name)
    {
        using SafetensorsFile file = SafetensorsFile.Open(Repository.PathOf("tests", "golden", "models", name, "golden.safetensors"));
        return ([.. file.ReadIntegers("input_ids").Select(id => (int)id)], [.. file.ReadIntegers("greedy").Select(id => (int)id)]);
    }
}
