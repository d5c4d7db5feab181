using ElasticMoE.Contracts.Cluster;

namespace ElasticMoE.Contracts.Experts;

/// <summary>A named set of experts that requests may prefer: say, those that fire for SQL.</summary>
/// <param name="Name">What requests call it.</param>
/// <param name="Biases">Its experts, each with how much it is preferred.</param>
public sealed record ExpertTeam(string Name, IReadOnlyList<ExpertBias> Biases)
{
    /// <summary>How much a team's experts are preferred where nothing is said.</summary>
    public const float BiasDefault = 1;

    /// <summary>A team whose experts are all preferred by <see cref="BiasDefault"/>.</summary>
    public static ExpertTeam Of(string name, IEnumerable<ExpertId> experts) => new(name, [.. experts.Select(expert => new ExpertBias(expert, BiasDefault))]);

    /// <summary>The policy of a request that asks for this team; a bias the request itself gives counts before the team's.</summary>
    /// <param name="own">The request's own policy.</param>
    public GatePolicy Prefer(GatePolicy own)
    {
        var named = own.Biases.Select(bias => bias.Expert).ToHashSet();
        return own with { Biases = [.. own.Biases, .. Biases.Where(bias => !named.Contains(bias.Expert))] };
    }

    /// <inheritdoc/>
    public bool Equals(ExpertTeam? other) => other is not null && Name == other.Name && Biases.SequenceEqual(other.Biases);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Biases.Count);
}
