namespace ElasticMoE.Gateway.Http;

/// <summary>
/// A stream that has begun failed. Thrown to the web server, which then breaks the connection instead of ending the response, so that no
/// client takes what it has for all there is.
/// </summary>
internal sealed class StreamBrokenException(string message, Exception? inner) : Exception(message, inner);
