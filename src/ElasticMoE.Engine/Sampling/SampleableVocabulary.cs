using ElasticMoE.Contracts;

namespace ElasticMoE.Engine.Sampling;

/// <summary>
/// Which ids may be sampled. A model's vocabulary is often padded past its tokenizer's, and a tokenizer may leave ids unused; such ids
/// have logits and no text.
/// </summary>
public sealed class SampleableVocabulary
{
    private readonly int[] _holes;

    /// <param name="isSampleable">For each id of the model, whether it may be sampled.</param>
    /// <exception cref="InputException">No id may be sampled.</exception>
    public SampleableVocabulary(ReadOnlySpan<bool> isSampleable)
    {
        ModelSize = isSampleable.Length;
        Count = isSampleable.LastIndexOf(true) + 1;
        if (Count == 0)
            throw new InputException("vocabulary", $"none of the model's {ModelSize} ids has a token");
        var holes = new List<int>();
        for (int id = 0; id < Count; id++)
        {
            if (!isSampleable[id])
                holes.Add(id);
        }
        _holes = [.. holes];
    }

    /// <summary>Every id of a model.</summary>
    /// <param name="size">Ids of the model.</param>
    public static SampleableVocabulary All(int size) => Where(size, _ => true);

    /// <summary>The ids that have tokens.</summary>
    /// <param name="modelSize">Ids of the model.</param>
    /// <param name="hasToken">Whether the tokenizer has a token for the id.</param>
    /// <exception cref="InputException">None has.</exception>
    public static SampleableVocabulary Where(int modelSize, Func<int, bool> hasToken)
    {
        bool[] sampleable = new bool[modelSize];
        for (int id = 0; id < modelSize; id++)
            sampleable[id] = hasToken(id);
        return new SampleableVocabulary(sampleable);
    }

    /// <summary>Ids of the model: elements of a row of logits.</summary>
    public int ModelSize { get; }

    /// <summary>One past the highest id that may be sampled.</summary>
    public int Count { get; }

    /// <summary>Sets the logits of ids below <see cref="Count"/> that may not be sampled.</summary>
    internal void FillHoles(Span<float> logits, float value)
    {
        foreach (int id in _holes)
            logits[id] = value;
    }
}
