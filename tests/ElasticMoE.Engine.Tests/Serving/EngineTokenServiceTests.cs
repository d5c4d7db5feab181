using ElasticMoE.Contracts.Requests;
using ElasticMoE.Engine.Requests;
using ElasticMoE.Engine.Serving;
using ElasticMoE.Engine.Tests.Models;
using ElasticMoE.Model.Tokenization;

namespace ElasticMoE.Engine.Tests.Serving;

public sealed class EngineTokenServiceTests
{
    private static readonly TokenRequest Greedy = new() { Tokens = new[] { 5, 6, 7 }, OutputMax = 12, IgnoreEos = true };

    [Fact]
    public async Task Many_callers_each_get_what_the_engine_alone_gives()
    {
        TokenRequest[] requests = [.. Enumerable.Range(0, 40).Select(i => Greedy with { Tokens = new[] { i, 1, 2 }, TopLogprobs = i % 3, OutputMax = 5 + i })];
        using var alone = new Engine(NewModel(), new EngineOptions(), null);
        EngineRun run = EngineRun.Of(alone, out SequenceId[] ids, requests);
        using var serving = new ServingEngine(NewModel());
        GeneratedToken[][] answers = await Task.WhenAll(requests.Select(request => Task.Run(() => Read(serving.Service.Submit(request), FinishReason.Length))));
        for (int i = 0; i < requests.Length; i++)
        {
            Assert.Equal(run.Output(ids[i]), answers[i].Select(token => token.Id));
            Assert.Equal(Enumerable.Range(3, 5 + i), answers[i].Select(token => token.Position));
            Assert.Equal(run.Tokens(ids[i]).Select(token => token.Logprob), answers[i].Select(token => token.Logprob));
            Assert.All(answers[i], token => Assert.Equal(i % 3, token.Top.Length));
        }
    }

    [Fact]
    public async Task Disposing_a_stream_ends_its_request_and_frees_its_blocks()
    {
        using var serving = new ServingEngine(NewModel());
        ITokenStream endless = serving.Service.Submit(Greedy with { OutputMax = null });
        Assert.True(await endless.Tokens.WaitToReadAsync());
        endless.Dispose();
        await endless.Tokens.ReadAllAsync().LastAsync();
        Assert.Equal(FinishReason.Cancelled, endless.Finish!.Reason);
        await Read(serving.Service.Submit(Greedy), FinishReason.Length);
        Assert.Equal((0, 0, 4000), (serving.Service.Status.Running, serving.Service.Status.Waiting, serving.Service.Status.CacheBlocks));
    }

    [Fact]
    public async Task What_can_not_be_served_ends_its_stream_with_the_field()
    {
        using var serving = new ServingEngine(NewModel());
        ITokenStream stream = serving.Service.Submit(Greedy with { OutputMax = 0 });
        await Read(stream, FinishReason.Error);
        Assert.Equal((RequestFailure.Invalid, "max_tokens"), (stream.Finish!.Failure!.Value, stream.Finish.Subject));
    }

    [Fact]
    public async Task Past_its_bounds_it_is_busy()
    {
        using var serving = new ServingEngine(NewModel(), new EngineOptions { RunningMax = 1, WaitingMax = 1 });
        using ITokenStream first = serving.Service.Submit(Greedy with { OutputMax = null });
        using ITokenStream second = serving.Service.Submit(Greedy with { OutputMax = null });
        ITokenStream third = serving.Service.Submit(Greedy);
        await Read(third, FinishReason.Error);
        Assert.Equal(RequestFailure.Busy, third.Finish!.Failure);
    }

    [Fact]
    public async Task The_end_of_the_service_ends_every_stream_with_an_error()
    {
        var serving = new ServingEngine(NewModel());
        ITokenStream stream = serving.Service.Submit(Greedy with { OutputMax = null });
        serving.Dispose();
        await Read(stream, FinishReason.Error);
        Assert.Equal(RequestFailure.Unavailable, stream.Finish!.Failure);
        ITokenStream late = serving.Service.Submit(Greedy);
        await Read(late, FinishReason.Error);
        Assert.Equal("engine: ended", late.Finish!.Message);
    }

    [Fact]
    public async Task A_broken_engine_fails_all_streams_and_shows_in_the_status()
    {
        using var serving = new ServingEngine(new ScriptedModel(50, 60_000, 1));
        ITokenStream fails = serving.Service.Submit(Greedy with { Tokens = Array.Empty<int>() });
        await Read(fails, FinishReason.Error);
        Assert.Null(serving.Service.Status.Fault);
        using var broken = new ServingEngine(new BrokenModel());
        ITokenStream stream = broken.Service.Submit(Greedy);
        await Read(stream, FinishReason.Error);
        Assert.Equal("engine: InvalidOperationException: this model computes nothing", stream.Finish!.Message);
        Assert.Equal(RequestFailure.Unavailable, stream.Finish.Failure);
        await Read(broken.Service.Submit(Greedy), FinishReason.Error);
    }

    [Fact]
    public async Task Callers_don_t_wait_while_a_grammar_is_compiled_and_may_leave_meanwhile()
    {
        var tokenizer = Tokenizer.Load(LoadedModels.EmoeMini);
        using var serving = new ServingEngine(new ScriptedModel(tokenizer.VocabularySize, 60_000, 4000), new EngineOptions { Tokenizer = tokenizer });
        for (int i = 0; i < 20; i++)
        {
            TokenRequest bound = Greedy with { Grammar = new(GrammarKind.JsonSchema, $$"""{"enum":["{{i}}"]}"""), OutputMax = 200 };
            ITokenStream left = serving.Service.Submit(bound with { Grammar = new(GrammarKind.JsonSchema, $$"""{"type":"string","minLength":{{200 + i}}}""") });
            left.Dispose();
            GeneratedToken[] answer = await Read(serving.Service.Submit(bound), FinishReason.Stop);
            Assert.Equal($"\"{i}\"", tokenizer.Decode(answer.Select(token => token.Id).ToArray(), skipSpecial: true).Trim());
            await Read(left, FinishReason.Cancelled);
        }
        await Read(serving.Service.Submit(Greedy), FinishReason.Length);
        Assert.Equal((0, 0), (serving.Service.Status.Running, serving.Service.Status.Waiting));
    }

    private static ScriptedModel NewModel() => new(50, 60_000, 4000);

    private static async Task<GeneratedToken[]> Read(ITokenStream stream, FinishReason expected)
    {
        var tokens = new List<GeneratedToken>();
        await foreach (GeneratedToken token in stream.Tokens.ReadAllAsync())
            tokens.Add(token);
        Assert.Equal(expected, stream.Finish!.Reason);
        return [.. tokens];
    }
}
