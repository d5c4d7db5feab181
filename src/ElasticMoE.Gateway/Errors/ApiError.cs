using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Requests;

namespace ElasticMoE.Gateway.Errors;

/// <summary>What a client is told when it gets no answer: `{"error":{"message","type","param","code"}}` and a status.</summary>
internal sealed record ApiError(int Status, string Type, string Code, string Message)
{
    private const string InvalidRequest = "invalid_request_error";

    /// <summary>Seconds after which another try is worth while, where that is so soon.</summary>
    private const int RetryS = 1;

    /// <summary>The field at fault.</summary>
    public string? Param { get; init; }

    /// <summary>Seconds to wait before another try.</summary>
    public int? RetryAfterS { get; init; }

    public static ApiError Invalid(string? param, string message, string code = "invalid_value") =>
        new(400, InvalidRequest, code, message) { Param = param };

    public static ApiError Unauthorized(string message) => new(401, InvalidRequest, "invalid_api_key", message);

    public static ApiError NotFound(string message, string code, string? param = null) => new(404, InvalidRequest, code, message) { Param = param };

    public static ApiError TooLarge(string message) => new(413, InvalidRequest, "request_too_large", message);

    public static ApiError TooMany(string message, int retryAfterS = RetryS) =>
        new(429, "rate_limit_error", "rate_limit_exceeded", message) { RetryAfterS = retryAfterS };

    public static ApiError Unavailable(string message, string code = "unavailable") => new(503, "server_error", code, message) { RetryAfterS = RetryS };

    public static ApiError Internal(string message) => new(500, "server_error", "internal_error", message);

    /// <summary>What HTTP itself refuses, and what is no fault of a field.</summary>
    public static ApiError OfStatus(int status, string message) => status switch
    {
        404 => NotFound(message, "not_found"),
        405 => new(405, InvalidRequest, "method_not_allowed", message),
        408 => new(408, InvalidRequest, "request_timeout", message),
        413 => TooLarge(message),
        >= 400 and < 500 => new(status, InvalidRequest, "bad_request", message),
        503 => Unavailable(message),
        _ => Internal(message),
    };

    /// <summary>Something given from outside can't be used.</summary>
    public static ApiError Of(InputException refused) => Invalid(refused.Subject, refused.Message);

    /// <summary>An answer that ended with an error.</summary>
    public static ApiError Of(TokenFinish finish)
    {
        string message = finish.Message ?? "the request failed";
        return finish.Failure switch
        {
            RequestFailure.Invalid => Invalid(finish.Subject, message),
            RequestFailure.Busy => TooMany(message),
            RequestFailure.Unavailable => Unavailable(message),
            _ => Internal(message),
        };
    }
}
