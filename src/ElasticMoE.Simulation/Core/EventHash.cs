namespace ElasticMoE.Simulation.Core;

/// <summary>A hash over everything that happens, in order (FNV-1a over words): two runs of a seed that differ anywhere differ here.</summary>
internal sealed class EventHash
{
    private const ulong Prime = 0x100000001B3UL;

    public ulong Value { get; private set; } = 0xCBF29CE484222325UL;

    public void Mix(ulong value) => Value = ulong.RotateLeft((Value ^ value) * Prime, 23);

    public void Mix(string text)
    {
        foreach (char letter in text)
            Mix(letter);
    }
}
