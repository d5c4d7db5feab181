using System.Text.Json;
using ElasticMoE.Contracts.Requests;
using ElasticMoE.Engine.Requests;
using ElasticMoE.Engine.Tests.Models;
using ElasticMoE.Kernels.Threads;
using ElasticMoE.Model.Tokenization;
using ElasticMoE.Testing;

namespace ElasticMoE.Engine.Tests.Grammars;

/// <summary>A trained model that writes under a grammar.</summary>
public sealed class ConstrainedDecodingTests(LoadedModels models) : IDisposable
{
    private const string Schema = """
        {"type":"object","required":["name","age","tags"],"additionalProperties":false,"properties":{
          "name":{"type":"string","maxLength":12},
          "age":{"type":"integer","minimum":0,"maximum":120},
          "tags":{"type":"array","maxItems":3,"items":{"enum":["red","green","größe"]}},
          "more":{"anyOf":[{"type":"null"},{"type":"object","properties":{"on":{"type":"boolean"}},"required":["on"]}]}}}
        """;

    private readonly ComputePool _pool = LoadedModels.Pool(2);
    private readonly Tokenizer _tokenizer = Tokenizer.Load(LoadedModels.EmoeMini);
    private readonly SchemaJudge _judge = new(Schema);

    public static TheoryData<string> Options => ["greedy", "drawn", "hot", "top_k 1", "penalties", "bias", "narrow"];

    public void Dispose() => _pool.Dispose();

    [Theory]
    [MemberData(nameof(Options))]
    public void Every_way_to_sample_keeps_to_the_schema(string options)
    {
        using Engine engine = NewEngine();
        TokenRequest request = Request() with { Sampling = Sampling(options), TopLogprobs = 3, Seed = 5 };
        EngineRun run = EngineRun.Of(engine, out SequenceId[] ids, [.. request.Choices(6), Request(grammar: false)]);
        foreach (SequenceId id in ids[..6])
        {
            _judge.Check(run.Text(id), options);
            Assert.Equal(FinishReason.Stop, run.Finish(id).Reason);
            Assert.All(run.Tokens(id), token => Assert.InRange(token.Logprob, double.MinValue, 0));
        }
        EngineRun alone = EngineRun.Of(engine, out SequenceId[] only, Request(grammar: false));
        Assert.Equal(alone.Output(only[0]), run.Output(ids[6]));
    }

    [Fact]
    public void A_document_that_is_cut_ends_for_its_length()
    {
        using Engine engine = NewEngine();
        EngineRun run = EngineRun.Of(engine, out SequenceId[] ids, Request() with { OutputMax = 7 });
        Assert.Equal((FinishReason.Length, 7), (run.Finish(ids[0]).Reason, run.Output(ids[0]).Length));
        Assert.ThrowsAny<JsonException>(() => JsonDocument.Parse(run.Text(ids[0])));
    }

    [Fact]
    public void Wherever_it_is_cut_off_it_goes_on_to_the_same_ids()
    {
        using Engine engine = NewEngine();
        TokenRequest request = Request() with { Sampling = Sampling("penalties"), Seed = 9 };
        EngineRun whole = EngineRun.Of(engine, out SequenceId[] id, request);
        int[] output = whole.Output(id[0]);
        TokenRequest[] rests = [.. Enumerable.Range(1, output.Length - 1).Select(cut => request with
        {
            Tokens = (int[])[.. request.Tokens.Span, .. output[..cut]],
            PromptLength = request.Tokens.Length,
        })];
        EngineRun run = EngineRun.Of(engine, out SequenceId[] ids, rests);
        for (int i = 0; i < rests.Length; i++)
            Assert.Equal(output[(i + 1)..], run.Output(ids[i]));
    }

    [Fact]
    public void Without_ids_that_end_it_an_answer_ends_with_its_document()
    {
        using Engine engine = NewEngine();
        EngineRun run = EngineRun.Of(engine, out SequenceId[] ids, Request() with { IgnoreEos = true });
        _judge.Check(run.Text(ids[0]), "without eos");
        Assert.Equal((FinishReason.Stop, '}'), (run.Finish(ids[0]).Reason, run.Text(ids[0])[^1]));
    }

    [Fact]
    public void An_id_that_ends_an_answer_never_ends_half_a_document()
    {
        using Engine engine = NewEngine();
        int[] stops = [.. Enumerable.Range(0, _tokenizer.VocabularySize).Where(id => _tokenizer.BytesOf(id) is [(byte)'1' or (byte)'e' or (byte)','])];
        EngineRun run = EngineRun.Of(engine, out SequenceId[] ids, Request() with { StopIds = stops, Sampling = Sampling("drawn") });
        _judge.Check(run.Text(ids[0]), "with stop ids");
    }

    [Fact]
    public void Any_object_can_be_asked_for()
    {
        using Engine engine = NewEngine();
        TokenRequest request = Request() with { Grammar = new(GrammarKind.JsonObject, ""), OutputMax = 400 };
        EngineRun run = EngineRun.Of(engine, out SequenceId[] ids, [request, .. (request with { Sampling = Sampling("drawn") }).Choices(3)]);
        foreach (SequenceId id in ids)
        {
            if (run.Finish(id).Reason == FinishReason.Stop)
                Assert.Equal(JsonValueKind.Object, JsonDocument.Parse(run.Text(id)).RootElement.ValueKind);
        }
        Assert.Contains(ids, id => run.Finish(id).Reason == FinishReason.Stop);
    }

    [Fact]
    public void Steady_decoding_under_a_grammar_allocates_nothing()
    {
        using Engine engine = NewEngine();
        LogitBias[] noQuotes = [.. Enumerable.Range(0, _tokenizer.VocabularySize).Where(id => _tokenizer.BytesOf(id).Contains((byte)'"')).Select(id => new LogitBias(id, -1000))];
        engine.Submit(Request() with { Grammar = new(GrammarKind.JsonSchema, """{"type":"string"}"""), WithText = false, OutputMax = 400, Sampling = new() { LogitBias = noQuotes } });
        for (int i = 0; i < 150; i++)
            engine.Step();
        Assert.Equal(0, LeastAllocation.Of(() => engine.Step()));
        Assert.Equal(1, engine.Status.Running);
    }

    private Engine NewEngine() => new(models.Load(LoadedModels.EmoeMini), _pool, new EngineOptions { CacheBlocks = 512, Tokenizer = _tokenizer });

    private TokenRequest Request(bool grammar = true) => new()
    {
        Tokens = _tokenizer.Encode("<|bos|><|user|>Give me JSON for Anna, 31.<|end|><|assistant|>", addSpecial: false),
        OutputMax = 120,
        WithText = true,
        Grammar = grammar ? new(GrammarKind.JsonSchema, Schema) : null,
    };

    private SamplingOptions Sampling(string name) => name switch
    {
        "drawn" => new() { Temperature = 1 },
        "hot" => new() { Temperature = 50 },
        "top_k 1" => new() { Temperature = 1, TopK = 1 },
        "penalties" => new() { Temperature = 0.7f, RepetitionPenalty = 1.3f, FrequencyPenalty = 2, PresencePenalty = 2 },
        "bias" => new() { LogitBias = [.. _tokenizer.Encode("<|end|>x}{", addSpecial: false).Distinct().Select(id => new LogitBias(id, 500))] },
        "narrow" => new() { Temperature = 2, TopP = 0.2f, MinP = 0.3f, TopK = 5 },
        _ => SamplingOptions.Greedy,
    };
}
