using System.Runtime.CompilerServices;

namespace ElasticMoE.Model.Tokenization.Unicode;

/// <summary>A <see cref="CodePointSet"/> made quick to ask: one bit per code point of the basic plane, a search beyond it.</summary>
internal sealed class CodePointTable
{
    private readonly ulong[] _basicPlane = new ulong[0x10000 / 64];

    public CodePointTable(CodePointSet set)
    {
        Set = set;
        foreach ((int first, int last) in set.Ranges())
        {
            for (int c = first; c <= Math.Min(last, 0xFFFF); c++)
                _basicPlane[c >> 6] |= 1UL << (c & 63);
        }
    }

    public CodePointSet Set { get; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Contains(int codePoint) =>
        (uint)codePoint < 0x10000 ? (_basicPlane[codePoint >> 6] >> (codePoint & 63) & 1) != 0 : Set.Contains(codePoint);
}
