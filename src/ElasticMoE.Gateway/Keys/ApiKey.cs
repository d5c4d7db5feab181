namespace ElasticMoE.Gateway.Keys;

/// <summary>A key that clients may present. The key itself is not kept, only its hash.</summary>
/// <param name="Name">What logs and metrics call it.</param>
/// <param name="Hash">SHA-256 of the key.</param>
internal sealed record ApiKey(string Name, byte[] Hash)
{
    /// <summary>Requests a minute; without bound where nothing is said.</summary>
    public int? RequestsPerMinute { get; init; }

    /// <summary>Requests at a time; without bound where nothing is said.</summary>
    public int? ConcurrentMax { get; init; }

    /// <summary>The team of experts that its requests prefer where they name none.</summary>
    public string? Team { get; init; }

    /// <summary>Whether it opens the administration too.</summary>
    public bool IsAdmin { get; init; }
}
