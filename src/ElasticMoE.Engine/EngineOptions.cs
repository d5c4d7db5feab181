using ElasticMoE.Contracts.Experts;
using ElasticMoE.Contracts;
using ElasticMoE.Engine.Sampling;
using ElasticMoE.Engine.Scheduling;
using ElasticMoE.Model.Forward;
using ElasticMoE.Model.Tokenization;
using ElasticMoE.Model.Updates;

namespace ElasticMoE.Engine;

/// <summary>What an engine works with. No bound changes a token of any answer.</summary>
public sealed record EngineOptions
{
    /// <summary>Blocks of the KV cache, of 16 positions each, for all sequences together.</summary>
    public int CacheBlocks { get; init; } = 1024;

    /// <summary>Whether full blocks are kept and shared by sequences that begin alike, which changes no bit. Off where there is an <see cref="Observer"/>: it sees every row.</summary>
    public bool PrefixCache { get; init; } = true;

    /// <summary>Most tokens of one step; at least 16 more than <see cref="RunningMax"/>, so that prompts get on beside a full batch.</summary>
    public int StepTokensMax { get; init; } = 512;

    /// <summary>How long a step should take, as far as past ones tell; it bounds the share of prompts.</summary>
    public double StepMs { get; init; } = 250;

    /// <summary>Most sequences computed together.</summary>
    public int RunningMax { get; init; } = 256;

    /// <summary>Most requests that may wait; further ones are refused as busy.</summary>
    public int WaitingMax { get; init; } = 1024;

    /// <summary>Makes text of tokens; without it there are ids alone.</summary>
    public Tokenizer? Tokenizer { get; init; }

    /// <summary>The ids that may be sampled; where nothing is said, those the tokenizer has tokens for.</summary>
    public SampleableVocabulary? Vocabulary { get; init; }

    /// <summary>What sequences may be bound to, now; from any thread, and cheap: it is asked for before every step.</summary>
    public Func<LiveRevisions> Revisions { get; init; } = () => LiveRevisions.Loaded;

    /// <summary>Where this process runs the experts: updates of them; null where there are none.</summary>
    public ModelRevisions? Updates { get; init; }

    /// <summary>Runs the experts; where nothing is said, this process does.</summary>
    public IExpertExchange? Exchange { get; init; }

    /// <summary>
    /// Rows from which a step whose experts run elsewhere goes as two micro-batches in turns; 0 for never. It pays where experts have cores of their own, and
    /// costs where they share this process's, since both halves read most experts' weights.
    /// </summary>
    public int MicroBatchRowsMin { get; init; }

    /// <summary>Where this process runs the experts: their rows are rounded as a cluster rounds them that sends them so.</summary>
    public WireFormat Wire { get; init; }

    /// <summary>How long a sequence may wait for experts that are not ready before its request fails.</summary>
    public TimeSpan ParkedMax { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Sees every step, where it is set.</summary>
    public IStepObserver? Observer { get; init; }

    /// <summary>Counts what phases of steps take, where it is set.</summary>
    public StepTimes? Times { get; init; }

    /// <summary>Measures steps.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>An observer sees whole steps.</summary>
    internal bool HasMicroBatches => MicroBatchRowsMin > 1 && Observer is null;

    /// <summary>These options, once every bound is found in range.</summary>
    /// <exception cref="InputException">One isn't; names it and the range.</exception>
    internal EngineOptions Validated()
    {
        InRange("cache blocks", CacheBlocks, 1, int.MaxValue);
        InRange("running sequences", RunningMax, 1, Limits.RunningSequencesMax);
        InRange("waiting requests", WaitingMax, 1, Limits.WaitingSequencesMax);
        InRange("rows of micro-batches", MicroBatchRowsMin, 0, Limits.StepTokensMax);
        InRange("step tokens", StepTokensMax, RunningMax + SchedulerOptions.PromptTokensMin, Limits.StepTokensMax);
        if (!(StepMs > 0))
            throw new InputException("step milliseconds", $"{StepMs} is not positive");
        return this;
    }

    internal SampleableVocabulary VocabularyFor(int modelSize)
    {
        if (Vocabulary is { } vocabulary)
            return vocabulary.ModelSize == modelSize
                ? vocabulary
                : throw new ArgumentException($"the vocabulary has {vocabulary.ModelSize} ids, the model {modelSize}");
        return Tokenizer is null ? SampleableVocabulary.All(modelSize) : SampleableVocabulary.Where(modelSize, Tokenizer.IsAssigned);
    }

    private static void InRange(string option, int value, int low, int high)
    {
        if (value < low || value > high)
            throw new InputException(option, $"{value} is outside {low}…{high}");
    }
}
