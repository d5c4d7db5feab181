namespace ElasticMoE.Contracts.Requests;

/// <summary>
/// Answers token-level requests: in one process an engine, in a cluster the routers. What a caller gets for a request is the same
/// wherever it is computed, and however often it is begun anew on the way. Safe to use from several threads.
/// </summary>
public interface ITokenService
{
    /// <summary>How busy it is.</summary>
    TokenServiceStatus Status { get; }

    /// <summary>Begins an answer. Never blocks and never throws for what is wrong with the request or the service: the stream ends with it.</summary>
    ITokenStream Submit(TokenRequest request);
}
