using ElasticMoE.Contracts.Requests;

namespace ElasticMoE.DataPlane.Requests;

/// <summary>
/// Picks a router for a request: the one that prompts with this beginning always go to, as long as it is not much busier than the least busy
/// one. Rendezvous hashing keeps most prompts where they were when a router comes or goes.
/// </summary>
internal static class RouterChooser
{
    /// <summary>
    /// How many tokens more the usual router may have to compute than the least busy one, at most. No prompt's beginning saves more than the prompt has, so a short one goes where there is
    /// least to do: routers of which one has most of the sequences compute them in ever smaller and larger steps, which costs both of them throughput for as long as it lasts.
    /// </summary>
    public const int AffinityTokensMax = 512;

    private const ulong Prime = 0x100000001B3, Offset = 0xCBF29CE484222325;

    /// <summary>FNV-1a of the prompt's first ids.</summary>
    public static ulong PrefixOf(TokenRequest request)
    {
        ulong hash = Offset;
        foreach (int id in request.Tokens.Span[..Math.Min(RequestMachine.PrefixTokens, request.Tokens.Length)])
            hash = (hash ^ (uint)id) * Prime;
        return hash;
    }

    /// <summary>Null where no router takes it, or none now, for the sake of a suspect, and the request is patient.</summary>
    public static RouterState? Choose(IReadOnlyList<RouterState> routers, OpenRequest request, bool isPatient)
    {
        (ulong prefix, IReadOnlyList<RouterState> besides) = (request.PrefixHash, request.Refused);
        RouterState? usual = null, least = null;
        foreach (RouterState router in routers)
        {
            if (!router.TakesRequests || besides.Contains(router) || (isPatient && !router.HasRoomFor(request)))
                continue;
            if (usual is null || Weight(prefix, router) > Weight(prefix, usual))
                usual = router;
            if (least is null || router.OutstandingTokens < least.OutstandingTokens)
                least = router;
        }
        return usual is not null && usual.OutstandingTokens <= least!.OutstandingTokens + Math.Min(request.NextPosition, AffinityTokensMax) ? usual : least;
    }

    /// <summary>A finalizer of murmur over both, so that every router's order of prefixes is another one.</summary>
    private static ulong Weight(ulong prefix, RouterState router)
    {
        ulong x = prefix ^ ((ulong)router.Identity.Node.Value + 1) * 0x9E3779B97F4A7C15;
        x = (x ^ x >> 33) * 0xFF51AFD7ED558CCD;
        x = (x ^ x >> 33) * 0xC4CEB9FE1A85EC53;
        return x ^ x >> 33;
    }
}
