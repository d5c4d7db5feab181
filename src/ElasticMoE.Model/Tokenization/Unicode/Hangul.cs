namespace ElasticMoE.Model.Tokenization.Unicode;

/// <summary>Korean syllables decompose and compose by arithmetic (Unicode standard, section 3.12).</summary>
internal static class Hangul
{
    private const int SyllableBase = 0xAC00;
    private const int LeadBase = 0x1100;
    private const int VowelBase = 0x1161;
    private const int TailBase = 0x11A7;
    private const int LeadCount = 19;
    private const int VowelCount = 21;
    private const int TailCount = 28;
    private const int SyllableCount = LeadCount * VowelCount * TailCount;

    public static bool IsSyllable(int codePoint) => (uint)(codePoint - SyllableBase) < SyllableCount;

    public static void Decompose(int syllable, List<int> to)
    {
        int index = syllable - SyllableBase;
        to.Add(LeadBase + (index / (VowelCount * TailCount)));
        to.Add(VowelBase + (index / TailCount % VowelCount));
        if (index % TailCount != 0)
            to.Add(TailBase + (index % TailCount));
    }

    /// <summary>What a lead and a vowel, or a syllable and a tail, compose to, or -1.</summary>
    public static int Compose(int first, int second)
    {
        if ((uint)(first - LeadBase) < LeadCount && (uint)(second - VowelBase) < VowelCount)
            return SyllableBase + ((((first - LeadBase) * VowelCount) + second - VowelBase) * TailCount);
        bool openSyllable = IsSyllable(first) && (first - SyllableBase) % TailCount == 0;
        return openSyllable && second is > TailBase and < TailBase + TailCount ? first + second - TailBase : -1;
    }
}
