namespace ElasticMoE.Contracts.Requests;

/// <summary>Whose fault it is that a request failed, and whether it is worth another try.</summary>
public enum RequestFailure
{
    /// <summary>The request can never be served as it stands.</summary>
    Invalid,

    /// <summary>Too many requests wait; the same one may be served later.</summary>
    Busy,

    /// <summary>What it needs can't be reached or isn't loaded in time; the same one may be served later.</summary>
    Unavailable,

    /// <summary>It failed under way.</summary>
    Failed,
}
