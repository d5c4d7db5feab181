using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using ElasticMoE.Contracts;

namespace ElasticMoE.Node.Kubernetes;

/// <summary>Reads and sets the number of pods of one StatefulSet, and asks Kubernetes for nothing else.</summary>
internal sealed class ScaleClient : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(10);

    private readonly ScaleTarget _target;
    private readonly HttpClient _http;

    /// <exception cref="InputException">The authority's file isn't there or holds no certificate.</exception>
    public ScaleClient(ScaleTarget target)
    {
        _target = target;
        var handler = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false };
        if (target.AuthorityFile is { } file)
            handler.SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = Trust(file) };
        _http = new HttpClient(handler) { BaseAddress = target.Server, Timeout = s_limit, MaxResponseContentBufferSize = Limits.AdminAnswerBytesMax };
    }

    /// <summary>The scale as it is.</summary>
    /// <exception cref="HttpRequestException">It can't be had; the status says why where there is one.</exception>
    public async Task<(int Replicas, string Version)> ReadAsync(CancellationToken cancel)
    {
        JsonNode scale = await SendAsync(new HttpRequestMessage(HttpMethod.Get, _target.Path), cancel).ConfigureAwait(false);
        // A number of 0 is left out.
        return ((int?)scale["spec"]?["replicas"] ?? 0, (string?)scale["metadata"]?["resourceVersion"] ?? "");
    }

    /// <summary>Sets the number, unless somebody else has changed the scale since it was read.</summary>
    /// <exception cref="HttpRequestException">It isn't set; a conflict has status 409.</exception>
    public async Task SetAsync(int replicas, string version, CancellationToken cancel)
    {
        var patch = new JsonObject { ["metadata"] = new JsonObject { ["resourceVersion"] = version }, ["spec"] = new JsonObject { ["replicas"] = replicas } };
        await SendAsync(new HttpRequestMessage(HttpMethod.Patch, _target.Path) { Content = new StringContent(patch.ToJsonString(), Encoding.UTF8, "application/merge-patch+json") }, cancel).ConfigureAwait(false);
    }

    public void Dispose() => _http.Dispose();

    private async Task<JsonNode> SendAsync(HttpRequestMessage request, CancellationToken cancel)
    {
        using (request)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", (await File.ReadAllTextAsync(_target.TokenFile, cancel).ConfigureAwait(false)).Trim());
            using HttpResponseMessage answer = await _http.SendAsync(request, cancel).ConfigureAwait(false);
            string body = await answer.Content.ReadAsStringAsync(cancel).ConfigureAwait(false);
            if (!answer.IsSuccessStatusCode)
                throw new HttpRequestException($"{request.Method} {_target.Path}: {(int)answer.StatusCode} {answer.ReasonPhrase}", inner: null, answer.StatusCode);
            return JsonNode.Parse(body) ?? throw new HttpRequestException($"{_target.Path} is null");
        }
    }

    /// <summary>Trusts whom an authority vouches for.</summary>
    /// <exception cref="InputException">The file isn't there or holds no certificate.</exception>
    internal static X509ChainPolicy Trust(string file)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPemFile(file);
        return policy.CustomTrustStore.Count > 0 ? policy : throw new InputException(file, "holds no certificate");
    }
}
