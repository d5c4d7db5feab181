using Microsoft.AspNetCore.Http;

namespace ElasticMoE.Gateway.Http;

/// <summary>The client has closed its connection. The response's pipe may know it before the web server has cancelled the request's token.</summary>
internal sealed class ClientGoneException() : OperationCanceledException("the client has gone")
{
    /// <summary>Whether a failure means nothing but that the client has gone.</summary>
    public static bool Explains(Exception failed, HttpContext context) =>
        failed is ClientGoneException || (failed is OperationCanceledException && context.RequestAborted.IsCancellationRequested);
}
