using ElasticMoE.Contracts.Experts;
using ElasticMoE.Kernels.Threads;
using ElasticMoE.Model.Cache;
using ElasticMoE.Model.Forward;
using ElasticMoE.Model.Gating;
using ElasticMoE.Model.Steps;

namespace ElasticMoE.Engine;

/// <summary>A loaded model with its own KV cache and forward pass.</summary>
internal sealed class ForwardStepModel : StepModel
{
    private readonly LanguageModel _model;
    private readonly KvCache _cache;
    private readonly IExpertExchange? _exchange;
    private readonly IStepPass _pass;
    private readonly StepBatch _batch = new();
    private readonly List<KvSequence> _slots = [];
    private readonly Stack<int> _unused = new();

    public ForwardStepModel(LanguageModel model, ComputePool pool, EngineOptions options)
    {
        _model = model;
        _cache = new KvCache(model.Config, options.CacheBlocks, options.PrefixCache && options.Observer is null);
        _exchange = options.Exchange;
        _pass = _exchange is null ? new ForwardPass(model, _cache, pool, options.Wire, options.Updates) { Observer = options.Observer, Times = options.Times }
            : _exchange.RunsElsewhere && options.HasMicroBatches ? new MicroBatchPass(model, _cache, pool, _exchange, options.MicroBatchRowsMin) { Times = options.Times }
            : new ForwardPass(model, _cache, pool, _exchange) { Observer = options.Observer, Times = options.Times };
    }

    public override int VocabularySize => _model.Config.VocabularySize;

    public override int ContextLength => _model.Config.MaxPositions;

    public override int BlockPositions => KvCache.BlockPositions;

    public override int BlockCount => _cache.BlockCount;

    public override int FreeBlocks => _cache.FreeBlocks;

    public override int PrefixBlocks => _cache.Pool.Kept;

    public override IReadOnlyList<int> EosIds => _model.Generation.EosIds;

    public override void Check(GatePolicy policy) => GatePolicyRules.Check(policy, _model.Config);

    public override (int Slot, int Positions) Open(in SequenceBinding binding, ReadOnlySpan<int> tokens)
    {
        if (!_unused.TryPop(out int slot))
        {
            slot = _slots.Count;
            _slots.Add(new KvSequence());
        }
        _slots[slot].Bind(binding.Gate, binding.Seed, _model.Config, binding.Revision);
        return (slot, _cache.Pool.Attach(_slots[slot], tokens));
    }

    public override void Keep(int slot, ReadOnlySpan<int> tokens) => _cache.Pool.Keep(_slots[slot], tokens);

    public override void Forget(int slot) => _cache.Pool.Forget(_slots[slot]);

    public override void Close(int slot)
    {
        _cache.Release(_slots[slot]);
        _unused.Push(slot);
    }

    public override void Add(int slot, ReadOnlySpan<int> tokens, bool wantsLogits, RowRoutes? routes)
    {
        if (!_cache.TryReserve(_slots[slot], tokens.Length))
            throw new InvalidOperationException($"the scheduler planned {tokens.Length} tokens, for which {_cache.FreeBlocks} free blocks do not suffice");
        _batch.Add(_slots[slot], tokens, wantsLogits ? LogitRows.Last : LogitRows.None, routes);
    }

    public override void Run()
    {
        _pass.Run(_batch);
        _batch.Clear();
    }

    public override void AwaitExperts(int limitMs) => _exchange?.AwaitNews(limitMs);

    public override ChunkOutcome Outcome(int index) => _batch.Outcomes[index];

    public override ReadOnlySpan<float> Logits(int index) => _pass.Logits(index);

    public override void Dispose() => _cache.Dispose();
}
