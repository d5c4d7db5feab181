namespace ElasticMoE.Placement.Planning;

/// <summary>Over which failure domains a unit lies.</summary>
internal static class Spread
{
    /// <summary>The one domain of all nodes of two lists; -1 where there are several, or no nodes.</summary>
    public static int OnlyDomain(FailureDomains domains, List<int> awake, List<int> standbys)
    {
        int only = -1;
        for (int i = 0; i < awake.Count + standbys.Count; i++)
        {
            int domain = domains.Of(i < awake.Count ? awake[i] : standbys[i - awake.Count]);
            if (only >= 0 && domain != only)
                return -1;
            only = domain;
        }
        return only;
    }

    /// <summary>Whether a unit lies in two domains or more, and so outlives any of them.</summary>
    public static bool IsProtected(FailureDomains domains, List<int> awake, List<int> standbys) => awake.Count + standbys.Count > 1 && OnlyDomain(domains, awake, standbys) < 0;

    /// <summary>Whether a unit would be in one domain alone without its standby on a node.</summary>
    public static bool Needs(FailureDomains domains, PlanUnit unit, int standby)
    {
        int only = -1, count = 0;
        for (int i = 0; i < unit.AwakeOn.Count + unit.StandbyOn.Count; i++)
        {
            int node = i < unit.AwakeOn.Count ? unit.AwakeOn[i] : unit.StandbyOn[i - unit.AwakeOn.Count];
            if (node == standby)
                continue;
            int domain = domains.Of(node);
            if (count++ > 0 && domain != only)
                return false;
            only = domain;
        }
        return only != domains.Of(standby);
    }
}
