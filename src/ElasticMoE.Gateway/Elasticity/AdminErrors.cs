using ElasticMoE.Contracts;
using ElasticMoE.Gateway.Errors;

namespace ElasticMoE.Gateway.Elasticity;

/// <summary>What the admin interface refuses, in the words of HTTP.</summary>
internal static class AdminErrors
{
    public static ApiError Of(InputException refused) => refused.Exit switch
    {
        ExitCode.NotAllowed => ApiError.Unauthorized("the admin key is wrong"),
        ExitCode.Conflict => ApiError.OfStatus(409, refused.Message),
        ExitCode.Unreachable or ExitCode.Timeout or ExitCode.Unhealthy => ApiError.Unavailable(refused.Message),
        _ => ApiError.Of(refused),
    };
}
