namespace ElasticMoE.Node.Profiles;

/// <summary>How far routing depends on the domain.</summary>
internal static class RoutingStatistics
{
    /// <summary>
    /// Entropy of one domain's choices in a layer, divided by the logarithm of the number of experts: 1 when all experts fire equally, 0 when one
    /// takes everything.
    /// </summary>
    public static double Entropy(RoutingCounts counts, int domain, int layer)
    {
        if (counts.Experts < 2)
            return 0;
        double sum = 0;
        for (int expert = 0; expert < counts.Experts; expert++)
        {
            double share = counts.Share(domain, layer, expert);
            if (share > 0)
                sum -= share * Math.Log(share);
        }
        return sum / Math.Log(counts.Experts);
    }

    /// <summary>Mutual information of domain and expert in a layer, in nats, every choice counted alike.</summary>
    public static double MutualInformationNats(RoutingCounts counts, int layer)
    {
        var perExpert = new double[counts.Experts];
        double all = 0;
        for (int domain = 0; domain < counts.Domains.Count; domain++)
        {
            ReadOnlySpan<long> row = counts.Row(domain, layer);
            for (int expert = 0; expert < row.Length; expert++)
                perExpert[expert] += row[expert];
            all += counts.Total(domain, layer);
        }
        double information = 0;
        for (int domain = 0; domain < counts.Domains.Count; domain++)
            information += DomainPart(counts, domain, layer, perExpert, all);
        return information;
    }

    private static double DomainPart(RoutingCounts counts, int domain, int layer, double[] perExpert, double all)
    {
        double ofDomain = counts.Total(domain, layer), part = 0;
        ReadOnlySpan<long> row = counts.Row(domain, layer);
        for (int expert = 0; expert < row.Length; expert++)
        {
            if (row[expert] > 0)
                part += row[expert] / all * Math.Log(row[expert] * all / (ofDomain * perExpert[expert]));
        }
        return part;
    }
}
