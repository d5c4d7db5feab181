using ElasticMoE.Contracts.Experts;
using ElasticMoE.Model.Steps;

namespace ElasticMoE.Engine;

/// <summary>
/// The engine's view of a model and its KV cache: sequences are numbered slots. It lets tests put a cheap function in a model's place,
/// under which every rule of the engine can be checked thousands of times.
/// </summary>
internal abstract class StepModel : IDisposable
{
    public abstract int VocabularySize { get; }

    public abstract int ContextLength { get; }

    public abstract int BlockPositions { get; }

    public abstract int BlockCount { get; }

    public abstract int FreeBlocks { get; }

    /// <summary>Ids that end an answer.</summary>
    public abstract IReadOnlyList<int> EosIds { get; }

    /// <summary>Refuses a gate policy that doesn't fit the model.</summary>
    /// <exception cref="Contracts.InputException">Names the field.</exception>
    public abstract void Check(GatePolicy policy);

    /// <summary>Blocks that are kept under their tokens, for sequences that begin with them.</summary>
    public abstract int PrefixBlocks { get; }

    /// <summary>Takes a slot for a sequence.</summary>
    /// <param name="binding">What its rows are computed by.</param>
    /// <param name="tokens">Its tokens so far.</param>
    /// <returns>The slot, and how many positions it has: those of kept blocks that begin alike, all but its last token at most.</returns>
    public abstract (int Slot, int Positions) Open(in SequenceBinding binding, ReadOnlySpan<int> tokens);

    /// <summary>Keeps a slot's full blocks under their tokens.</summary>
    public abstract void Keep(int slot, ReadOnlySpan<int> tokens);

    /// <summary>Keeps none of a slot's blocks any more.</summary>
    public abstract void Forget(int slot);

    /// <summary>Gives a slot's blocks back, and the slot.</summary>
    public abstract void Close(int slot);

    /// <summary>Adds the next tokens of a sequence to the coming step, whose blocks are free.</summary>
    /// <param name="slot">Its slot.</param>
    /// <param name="tokens">At least one.</param>
    /// <param name="wantsLogits">Whether the last one is scored.</param>
    /// <param name="routes">Told to which experts the last one goes; null where nobody asks.</param>
    public abstract void Add(int slot, ReadOnlySpan<int> tokens, bool wantsLogits, RowRoutes? routes);

    /// <summary>Computes the added tokens, and forgets them as additions.</summary>
    public abstract void Run();

    /// <summary>Waits for experts to come to be ready, at most so long, where nothing can be computed without them.</summary>
    public abstract void AwaitExperts(int limitMs);

    /// <summary>What became of a sequence's tokens in the step, by the order in which they were added.</summary>
    public abstract ChunkOutcome Outcome(int index);

    /// <summary>The scores after the last token of a sequence that wanted them; of no use where its tokens are not complete.</summary>
    /// <param name="index">Counts these sequences in the order they were added.</param>
    public abstract ReadOnlySpan<float> Logits(int index);

    public abstract void Dispose();
}
