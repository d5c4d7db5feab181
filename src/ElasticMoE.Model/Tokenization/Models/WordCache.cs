namespace ElasticMoE.Model.Tokenization.Models;

/// <summary>
/// The tokens of words seen before. One slot per hash, a newer word replaces an older one; entries are immutable and slots are read
/// and written whole, so any number of threads may use it without a lock.
/// </summary>
internal sealed class WordCache
{
    /// <summary>Longer words are not kept.</summary>
    public const int WordLengthMax = 48;

    private const int Slots = 1 << 14;

    private readonly Entry?[] _entries = new Entry?[Slots];

    /// <summary>The slot of a word; to be handed to <see cref="Find"/> and <see cref="Keep"/>.</summary>
    public static int SlotOf(ReadOnlySpan<char> word) => string.GetHashCode(word) & (Slots - 1);

    /// <summary>The word's tokens, or null where they are not known.</summary>
    public int[]? Find(int slot, ReadOnlySpan<char> word)
    {
        Entry? entry = Volatile.Read(ref _entries[slot]);
        return entry is not null && word.SequenceEqual(entry.Word) ? entry.Tokens : null;
    }

    public void Keep(int slot, ReadOnlySpan<char> word, ReadOnlySpan<int> tokens) =>
        Volatile.Write(ref _entries[slot], new Entry(word.ToString(), tokens.ToArray()));

    private sealed record Entry(string Word, int[] Tokens);
}
