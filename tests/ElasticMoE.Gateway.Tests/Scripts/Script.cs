using ElasticMoE.Contracts.Requests;

namespace ElasticMoE.Gateway.Tests.Scripts;

/// <summary>An answer to give.</summary>
internal sealed record Script
{
    /// <summary>Its tokens.</summary>
    public IReadOnlyList<int> Ids { get; init; } = [];

    /// <summary>Awaited before the token with this index comes.</summary>
    public IReadOnlyDictionary<int, Task> Gates { get; init; } = new Dictionary<int, Task>();

    /// <summary>How it ends.</summary>
    public TokenFinish Finish { get; init; } = new() { Reason = FinishReason.Stop };

    /// <summary>One whose prompt has a single token in common with an earlier one.</summary>
    public static Script Of(IReadOnlyList<int> ids, FinishReason reason = FinishReason.Stop) => new() { Ids = ids, Finish = new() { Reason = reason, CachedTokens = 1 } };

    public static Script Failing(RequestFailure failure, string message, params int[] ids) => new() { Ids = ids, Finish = TokenFinish.Error(failure, message) };
}
