namespace ElasticMoE.Contracts.Control;

/// <summary>Where a process gets its map.</summary>
public interface IMapSource
{
    /// <summary>The newest map; null before the first. One volatile read.</summary>
    ClusterMap? Current { get; }

    /// <summary>The newest map at once, where there is one, then each newer one; a slow reader skips some.</summary>
    IAsyncEnumerable<ClusterMap> Changes(CancellationToken cancel);
}
