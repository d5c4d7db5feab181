using System.Text.Json;
using ElasticMoE.Contracts.Requests;
using ElasticMoE.Engine.Requests;
using ElasticMoE.Kernels.Threads;
using ElasticMoE.Model.Tokenization;

namespace ElasticMoE.Engine.Tests.Models;

/// <summary>The trained model with its tokenizer: ids, text, stops.</summary>
public sealed class EmoeMiniTests(LoadedModels models) : IDisposable
{
    private readonly ComputePool _pool = LoadedModels.Pool(2);
    private readonly Tokenizer _tokenizer = Tokenizer.Load(LoadedModels.EmoeMini);

    public void Dispose() => _pool.Dispose();

    [Fact]
    public void A_batch_of_prompts_gives_the_references_ids_and_texts()
    {
        using Engine engine = NewEngine(256);
        JsonElement[] cases = [.. File.ReadLines(Path.Combine(LoadedModels.EmoeMini, "golden.jsonl")).Take(24).Select(line => JsonDocument.Parse(line).RootElement)];
        EngineRun run = EngineRun.Of(engine, out SequenceId[] ids, [.. cases.Select(golden => Request(Ids(golden, "input_ids")))]);
        for (int i = 0; i < cases.Length; i++)
        {
            Assert.Equal(Ids(cases[i], "output_ids"), run.Output(ids[i]));
            Assert.Equal(cases[i].GetProperty("text").GetString(), run.Text(ids[i]));
        }
    }

    [Fact]
    public void A_stop_string_ends_the_text_before_it()
    {
        using Engine engine = NewEngine(64);
        TokenRequest request = Request(_tokenizer.Encode("<|bos|><|user|>What is 5 * 3?<|end|><|assistant|>", addSpecial: false));
        EngineRun run = EngineRun.Of(engine, out SequenceId[] ids, request, request with { StopStrings = ["= 1"] });
        Assert.Equal("5 * 3 = 15", run.Text(ids[0]));
        Assert.Equal("5 * 3 ", run.Text(ids[1]));
        Assert.Equal((FinishReason.Stop, "= 1"), (run.Finish(ids[1]).Reason, run.Finish(ids[1]).StopString));
    }

    [Fact]
    public void Several_answers_differ_and_repeat()
    {
        using Engine engine = NewEngine(64);
        TokenRequest request = Request([0, 3, 730]) with { Sampling = new() { Temperature = 2 }, Seed = 1, OutputMax = 20 };
        EngineRun run = EngineRun.Of(engine, out SequenceId[] ids, [.. request.Choices(4), .. request.Choices(4)]);
        for (int i = 0; i < 4; i++)
            Assert.Equal(run.Output(ids[i]), run.Output(ids[i + 4]));
        Assert.Equal(4, ids.Select(id => string.Join(' ', run.Output(id))).Distinct().Count());
    }

    [Fact]
    public void Steady_decoding_allocates_nothing()
    {
        using Engine engine = NewEngine(256);
        for (int i = 0; i < 6; i++)
        {
            engine.Submit(Request([0, 3, 730, 305]) with
            {
                WithText = false,
                IgnoreEos = true,
                OutputMax = 200,
                TopLogprobs = i % 3 == 0 ? null : i,
                Sampling = new() { Temperature = i % 2, TopP = 0.9f, RepetitionPenalty = 1.1f, FrequencyPenalty = 0.1f },
            });
        }
        Steps(engine, 60);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Steps(engine, 60);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(6, engine.Status.Running);
    }

    private static void Steps(Engine engine, int count)
    {
        for (int step = 0; step < count; step++)
            engine.Step();
    }

    private Engine NewEngine(int blocks) => new(models.Load(LoadedModels.EmoeMini), _pool, new EngineOptions { CacheBlocks = blocks, Tokenizer = _tokenizer });

    private static TokenRequest Request(int[] prompt) => new() { Tokens = prompt, OutputMax = 160, WithText = true };

    private static int[] Ids(JsonElement golden, string name) => [.. golden.GetProperty(name).EnumerateArray().Select(id => id.GetInt32())];
}
