using ElasticMoE.Contracts.Cluster;

namespace ElasticMoE.Simulation.StandIn;

/// <summary>
/// Arithmetic in the place of a model's: a row is 64 bits and everything is a hash. It has a mixture model's dependencies and no more: a
/// position's keys and values depend on the positions before it, its experts on the row, an output on row, expert and version, and the sum on
/// the order of its terms. So a wrong order, version, row or position shows in the tokens.
/// </summary>
internal sealed class StandInModel(int layers, int experts, int active)
{
    public const int Vocabulary = 1000;

    public int Layers => layers;

    public int Experts => experts;

    public int Active => active;

    public static ulong Embed(int token, int position) => Hash((ulong)token + 1, (ulong)position + 1);

    /// <summary>Keys and values of all positions up to a row's; those before the first are 0.</summary>
    public static ulong Attend(ulong before, ulong row, int layer) => Hash(before, row + (ulong)layer);

    /// <summary>An expert's output for a row.</summary>
    public static ulong Output(ulong row, ExpertId expert, int version) => Hash(Hash(row, (ulong)expert.Layer << 32 | (uint)expert.Index), (ulong)version + 1);

    /// <summary>Adds one expert's output to the sum so far, which is 0 before the first.</summary>
    public static ulong Add(ulong sum, int expert, int version, ulong output) => Hash(Hash(sum, (ulong)expert), Hash((ulong)version, output));

    /// <summary>The next token after a row has passed all layers.</summary>
    public static int Sample(ulong row) => (int)(row % Vocabulary);

    /// <summary>The experts of a row, ascending.</summary>
    public void Gate(ulong row, int layer, Span<int> chosen)
    {
        ulong bits = Hash(row, 0xE0 + (ulong)layer);
        for (int count = 0; count < active; bits = Hash(bits, 1))
        {
            int expert = (int)(bits % (ulong)experts);
            if (chosen[..count].Contains(expert))
                continue;
            int at = count++;
            for (; at > 0 && chosen[at - 1] > expert; at--)
                chosen[at] = chosen[at - 1];
            chosen[at] = expert;
        }
    }

    public static ulong Hash(ulong one, ulong other)
    {
        ulong z = (one ^ ulong.RotateLeft(other, 29)) * 0xBF58476D1CE4E5B9UL + other;
        z = (z ^ (z >> 31)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 29);
    }
}
