using System.Runtime.InteropServices;
using ElasticMoE.Contracts.Experts;
using ElasticMoE.Kernels.Threads;
using ElasticMoE.Model.Cache;
using ElasticMoE.Model.Forward;
using ElasticMoE.Model.Steps;

namespace ElasticMoE.Model.Tests.Forward;

/// <summary>Sequences that go through a model side by side in random chunks, each step's lost rows again in a later one.</summary>
internal sealed class LossyRun : IDisposable
{
    private const int StepsMax = 100_000;

    private readonly LanguageModel _model;
    private readonly KvCache _cache;
    private readonly IStepPass _pass;
    private readonly StepBatch _batch = new();
    private readonly int[][] _ids;
    private readonly KvSequence[] _sequences;
    private readonly List<int>[] _logits;
    private readonly List<(int Sequence, int Rows)> _added = [];

    public LossyRun(LanguageModel model, ComputePool pool, IExpertExchange exchange, int[][] ids)
        : this(model, pool, exchange, [.. ids.Select(own => new GatedIds(own, GatePolicy.Off, 0))])
    {
    }

    public LossyRun(LanguageModel model, ComputePool pool, IExpertExchange exchange, GatedIds[] gated)
    {
        int[][] ids = [.. gated.Select(own => own.Ids)];
        (_model, _ids) = (model, ids);
        _cache = new(model.Config, ids.Sum(own => own.Length / 16 + 2));
        // Memory that was never written must not be read, and what a lost row wrote must not matter.
        for (int layer = 0; layer < model.Config.Layers.Count; layer++)
            _cache.Layer(layer).Fill(float.NaN);
        _pass = exchange.RunsElsewhere ? new MicroBatchPass(model, _cache, pool, exchange, rowsMin: 2) : new ForwardPass(model, _cache, pool, exchange);
        _sequences = [.. ids.Select(_ => new KvSequence())];
        for (int i = 0; i < gated.Length; i++)
            _sequences[i].Bind(gated[i].Policy, gated[i].Seed, model.Config);
        _logits = [.. ids.Select(_ => new List<int>())];
    }

    public int PartlyComplete { get; private set; }

    /// <summary>Steps that went as two micro-batches.</summary>
    public long Halved => (_pass as MicroBatchPass)?.Halved ?? 0;

    public ScheduleRun Bits(int sequence) => new([.. _logits[sequence]], KvSnapshot.Of(_cache, _sequences[sequence], _model.Config.Layers.Count));

    public void ToEnd(Random random)
    {
        for (int step = 0; Enumerable.Range(0, _ids.Length).Any(i => _sequences[i].Length < _ids[i].Length); step++)
        {
            Assert.True(step < StepsMax, "rows are lost for ever");
            Fill(random);
            if (_batch.Rows == 0)
                continue;
            _pass.Run(_batch);
            Take();
        }
        Assert.Equal(_cache.BlockCount - _sequences.Sum(sequence => KvCache.BlocksFor(sequence.Length)), _cache.FreeBlocks);
    }

    public void Dispose() => _cache.Dispose();

    private void Fill(Random random)
    {
        _batch.Clear();
        _added.Clear();
        for (int i = 0; i < _ids.Length; i++)
        {
            int left = _ids[i].Length - _sequences[i].Length;
            int rows = random.Next(4) == 0 ? 0 : Math.Min(left, random.Next(1, 20));
            if (rows == 0)
                continue;
            Assert.True(_cache.TryReserve(_sequences[i], rows));
            _batch.Add(_sequences[i], _ids[i].AsSpan(_sequences[i].Length, rows), LogitRows.All);
            _added.Add((i, rows));
        }
    }

    private void Take()
    {
        int scored = 0;
        for (int chunk = 0; chunk < _added.Count; chunk++)
        {
            (int sequence, int rows) = _added[chunk];
            int complete = _batch.Outcomes[chunk].Rows;
            Assert.True(complete < rows || _batch.Outcomes[chunk].Failure is null);
            PartlyComplete += complete > 0 && complete < rows ? 1 : 0;
            for (int row = 0; row < complete; row++)
                _logits[sequence].AddRange(MemoryMarshal.Cast<float, int>(_pass.Logits(scored + row)));
            scored += rows;
        }
    }
}
