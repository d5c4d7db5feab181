using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using ElasticMoE.Contracts;

namespace ElasticMoE.Node.Kubernetes;

/// <summary>Reads objects of Kubernetes and patches them, as a service account.</summary>
internal sealed class KubernetesClient : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(10);

    private readonly KubernetesAccount _account;
    private readonly HttpClient _http;

    /// <exception cref="InputException">The authority's file isn't there or holds no certificate.</exception>
    public KubernetesClient(KubernetesAccount account) => (_account, _http) = (account, Connect(account.Server, account.AuthorityFile));

    /// <summary>Requests to an API server, and to nobody it might name; neither they nor what is answered may take without end.</summary>
    /// <param name="server">The API server.</param>
    /// <param name="authorityFile">The authority of its certificate, PEM; null for the system's.</param>
    /// <exception cref="InputException">The authority's file isn't there or holds no certificate.</exception>
    public static HttpClient Connect(Uri server, string? authorityFile)
    {
        var handler = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false };
        if (authorityFile is not null)
            handler.SslOptions.CertificateChainPolicy = Trust(authorityFile);
        return new HttpClient(handler) { BaseAddress = server, Timeout = s_limit, MaxResponseContentBufferSize = Limits.AdminAnswerBytesMax };
    }

    /// <summary>An object, or a list of them.</summary>
    /// <exception cref="HttpRequestException">It can't be had; the status says why where there is one.</exception>
    public Task<JsonNode> GetAsync(string path, CancellationToken cancel) => SendAsync(new HttpRequestMessage(HttpMethod.Get, path), cancel);

    /// <summary>Merges fields into an object; where they have its version, only while nobody else has changed it.</summary>
    /// <exception cref="HttpRequestException">It isn't changed; a conflict has status 409.</exception>
    public Task<JsonNode> PatchAsync(string path, JsonObject fields, CancellationToken cancel) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Patch, path) { Content = new StringContent(fields.ToJsonString(), Encoding.UTF8, "application/merge-patch+json") }, cancel);

    public void Dispose() => _http.Dispose();

    /// <summary>Trusts whom an authority vouches for.</summary>
    /// <exception cref="InputException">The file isn't there or holds no certificate.</exception>
    private static X509ChainPolicy Trust(string file)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPemFile(file);
        return policy.CustomTrustStore.Count > 0 ? policy : throw new InputException(file, "holds no certificate");
    }

    private async Task<JsonNode> SendAsync(HttpRequestMessage request, CancellationToken cancel)
    {
        using (request)
        {
            string path = request.RequestUri!.OriginalString;
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", (await File.ReadAllTextAsync(_account.TokenFile, cancel).ConfigureAwait(false)).Trim());
            using HttpResponseMessage answer = await _http.SendAsync(request, cancel).ConfigureAwait(false);
            string body = await answer.Content.ReadAsStringAsync(cancel).ConfigureAwait(false);
            if (!answer.IsSuccessStatusCode)
                throw new HttpRequestException($"{request.Method} {path}: {(int)answer.StatusCode} {answer.ReasonPhrase}", inner: null, answer.StatusCode);
            return JsonNode.Parse(body) ?? throw new HttpRequestException($"{path} is null");
        }
    }
}
