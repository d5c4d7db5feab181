using System.ClientModel;
using System.ClientModel.Primitives;
using OpenAI;

namespace ElasticMoE.Gateway.Tests.Sdk;

/// <summary>Clients of the OpenAI SDK that ask once and not again, so that a refusal shows.</summary>
internal static class SdkClients
{
    public static OpenAIClient New(string url, string key = "any") => new(
        new ApiKeyCredential(key),
        new OpenAIClientOptions { Endpoint = new Uri(url + "/v1"), RetryPolicy = new ClientRetryPolicy(maxRetries: 0) });
}
