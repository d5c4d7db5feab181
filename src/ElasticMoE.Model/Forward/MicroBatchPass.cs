using ElasticMoE.Contracts.Experts;
using ElasticMoE.Kernels.Threads;
using ElasticMoE.Model.Cache;
using ElasticMoE.Model.Steps;

namespace ElasticMoE.Model.Forward;

/// <summary>
/// Steps whose experts run elsewhere. A large batch goes as two micro-batches in turns: while one's rows are with their experts, this process computes the
/// other's attention. One exchange is out at a time, so experts and router work side by side and neither waits longer than the other takes. A
/// row's results are those of any other batch. A sequence is never split, since its later rows read what its earlier ones write.
/// </summary>
public sealed class MicroBatchPass : IStepPass
{
    private readonly IExpertExchange _exchange;
    private readonly int _rowsMin;
    private readonly ForwardPass _whole;
    private readonly MicroBatch _first;
    private readonly MicroBatch _second;
    private int _scoredFirst;

    /// <summary>A pass over experts that an exchange reaches.</summary>
    /// <param name="model">The model.</param>
    /// <param name="cache">Keys and values of the sequences it will see.</param>
    /// <param name="pool">Runs the mathematics.</param>
    /// <param name="exchange">Runs the experts; <see cref="IExpertExchange.RunsElsewhere"/>.</param>
    /// <param name="rowsMin">Rows from which a batch is halved; 2 or more.</param>
    public MicroBatchPass(LanguageModel model, KvCache cache, ComputePool pool, IExpertExchange exchange, int rowsMin)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rowsMin, 2);
        if (!exchange.RunsElsewhere)
            throw new ArgumentException("computes its experts at once, over the same outputs", nameof(exchange));
        (_exchange, _rowsMin, _whole) = (exchange, rowsMin, new(model, cache, pool, exchange));
        (_first, _second) = (new(_whole), new(new(model, cache, pool, exchange)));
    }

    /// <summary>Steps that went as two micro-batches.</summary>
    public long Halved { get; private set; }

    /// <summary>Counts what phases take, where it is set; those of both halves.</summary>
    public StepTimes? Times
    {
        get => _whole.Times;
        init => (_whole.Times, _second.Pass.Times) = (value, value);
    }

    /// <inheritdoc/>
    public void Run(StepBatch batch)
    {
        int chunks = batch.Rows < _rowsMin ? 0 : ChunksOfHalf(batch);
        if (chunks == 0)
        {
            _scoredFirst = int.MaxValue;
            _whole.Run(batch);
            return;
        }
        Halved++;
        _first.Take(batch, 0, chunks);
        _second.Take(batch, chunks, batch.Chunks.Length);
        _scoredFirst = _first.Scored;
        RunInTurns();
        batch.ClearOutcomes();
        _first.Report(batch);
        _second.Report(batch);
    }

    /// <inheritdoc/>
    public ReadOnlySpan<float> Logits(int index) => index < _scoredFirst ? _whole.Logits(index) : _second.Pass.Logits(index - _scoredFirst);

    private void RunInTurns()
    {
        (MicroBatch here, MicroBatch there) = (_first, _second);
        for (here.Advance(); !here.IsComplete || !there.IsComplete; (here, there) = (there, here))
        {
            if (here.Dispatch is { } dispatch)
            {
                _exchange.Start(dispatch);
                here.Pass.RunShared();
                there.Advance();
                _exchange.Finish(dispatch);
            }
            else
            {
                there.Advance();
            }
        }
    }

    /// <summary>How many chunks make the half that is nearest to half of the rows; 0 where there is only one.</summary>
    private static int ChunksOfHalf(StepBatch batch)
    {
        int chunks = 0, rows = 0;
        while (chunks < batch.Chunks.Length && 2 * rows + batch.Chunks[chunks].Rows <= batch.Rows)
            rows += batch.Chunks[chunks++].Rows;
        return chunks == batch.Chunks.Length ? 0 : chunks == 0 && batch.Chunks.Length > 1 ? 1 : chunks;
    }
}
