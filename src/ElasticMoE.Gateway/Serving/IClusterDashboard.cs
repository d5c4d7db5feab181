namespace ElasticMoE.Gateway.Serving;

/// <summary>
/// What a dashboard shows of a cluster and does in it. Who carries it out checks the admin key that a client presents. Members throw
/// <see cref="Contracts.InputException"/> with the exit code that a failure means, and return JSON.
/// </summary>
public interface IClusterDashboard
{
    /// <summary>State, nodes, experts of each layer and the newest events.</summary>
    Task<string> SnapshotAsync(string key, CancellationToken cancelled);

    /// <summary>Asks a question of the admin interface.</summary>
    /// <param name="key">The admin key.</param>
    /// <param name="subject">Whose, and which: noun and name.</param>
    /// <param name="fields">What is asked about.</param>
    /// <param name="cancelled">Ends it.</param>
    Task<string> AskAsync(string key, (string Noun, string Name) subject, IReadOnlyDictionary<string, string> fields, CancellationToken cancelled);

    /// <summary>Wants a change; a refused one is an answer too.</summary>
    /// <param name="key">The admin key.</param>
    /// <param name="subject">Whose, and which: noun and name.</param>
    /// <param name="fields">A JSON object.</param>
    /// <param name="cancelled">Ends it.</param>
    Task<string> ChangeAsync(string key, (string Noun, string Name) subject, string fields, CancellationToken cancelled);
}
