namespace ElasticMoE.Contracts.Experts;

/// <summary>A named set of experts that requests may prefer: say, those that fire for SQL.</summary>
/// <param name="Name">What requests call it.</param>
/// <param name="Biases">Its experts, each with how much it is preferred.</param>
public sealed record ExpertTeam(string Name, IReadOnlyList<ExpertBias> Biases)
{
    /// <summary>The policy of a request that asks for this team; a bias the request itself gives counts before the team's.</summary>
    /// <param name="own">The request's own policy.</param>
    public GatePolicy Prefer(GatePolicy own)
    {
        var named = own.Biases.Select(bias => bias.Expert).ToHashSet();
        return own with { Biases = [.. own.Biases, .. Biases.Where(bias => !named.Contains(bias.Expert))] };
    }
}
