namespace ElasticMoE.Actors;

/// <summary>Something that runs until it is stopped, and fails by throwing. It may be run again after a failure.</summary>
public interface IActor
{
    /// <summary>For people.</summary>
    string Name { get; }

    /// <summary>Runs.</summary>
    /// <param name="stop">Ends it in order.</param>
    Task RunAsync(CancellationToken stop);
}
