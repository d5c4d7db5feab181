namespace ElasticMoE.Simulation.Core;

/// <summary>Numbers drawn from a seed by splitmix64: the same on every machine and runtime.</summary>
internal sealed class SeededRandom(ulong seed)
{
    private ulong _state = seed;

    public ulong Bits()
    {
        _state += 0x9E3779B97F4A7C15UL;
        ulong z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }

    /// <summary>0 or more and below <paramref name="count"/>, which is at least 1.</summary>
    public int Below(int count) => (int)((Bits() >> 33) % (ulong)count);

    /// <summary>From <paramref name="low"/> to <paramref name="high"/>, both included.</summary>
    public long Between(long low, long high) => low + (long)((Bits() >> 1) % (ulong)(high - low + 1));

    /// <summary>True so many times in a thousand.</summary>
    public bool Chance(int inThousand) => Below(1000) < inThousand;

    public void Shuffle<T>(T[] items)
    {
        for (int i = items.Length - 1; i > 0; i--)
        {
            int other = Below(i + 1);
            (items[i], items[other]) = (items[other], items[i]);
        }
    }

    /// <summary>A stream of its own, so that what one part draws doesn't shift what another draws.</summary>
    public SeededRandom Fork() => new(Bits());
}
