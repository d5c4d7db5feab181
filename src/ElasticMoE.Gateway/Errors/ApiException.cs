namespace ElasticMoE.Gateway.Errors;

/// <summary>Ends the handling of a request with an error for its client.</summary>
internal sealed class ApiException(ApiError error, Exception? inner = null) : Exception(error.Message, inner)
{
    public ApiError Error => error;
}
