using ElasticMoE.Contracts.Cluster;

namespace ElasticMoE.Model.Cache;

/// <summary>What stands for all tokens up to the end of a block. Equal serials mean equal tokens: a serial is given once, to a block that was compared token by token.</summary>
/// <param name="Serial">The block's, positive; for the beginning of a sequence -1 less its revision.</param>
/// <param name="Digest">Of the revision and the tokens.</param>
internal readonly record struct PrefixKey(long Serial, ulong Digest)
{
    private const ulong Factor = 0x9E3779B97F4A7C15;

    /// <summary>Before the first token. Revisions share nothing.</summary>
    public static PrefixKey Beginning(Revision revision) => new(-1L - revision.Value, ((ulong)revision.Value + 1) * Factor);

    /// <summary>The digest of what follows.</summary>
    public ulong Then(ReadOnlySpan<int> tokens)
    {
        ulong digest = Digest;
        foreach (int id in tokens)
        {
            digest = (digest ^ (uint)id) * Factor;
            digest ^= digest >> 32;
        }
        return digest;
    }
}
