namespace ElasticMoE.Node.Clusters;

/// <summary>A role at work in this process.</summary>
internal interface IClusterHost : IDisposable
{
    /// <summary>Ends with the role; faulted where it can't go on.</summary>
    Task Running { get; }

    /// <summary>Takes no further work.</summary>
    /// <param name="isEverybody">Whether the other members are ending as well.</param>
    /// <returns>Completes when what is under way has ended.</returns>
    Task DrainAsync(bool isEverybody);
}
