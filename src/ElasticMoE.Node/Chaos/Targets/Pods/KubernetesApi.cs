using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using ElasticMoE.Contracts;
using ElasticMoE.Node.Kubernetes;

namespace ElasticMoE.Node.Chaos.Targets.Pods;

/// <summary>Pods of one namespace, through Kubernetes' API, as the service account of the pod that this process is in.</summary>
internal sealed class KubernetesApi : IDisposable
{
    private readonly HttpClient _http;
    private readonly string _pods;
    private readonly Func<string> _token;

    /// <param name="server">The API's address.</param>
    /// <param name="space">The namespace.</param>
    /// <param name="token">What a request bears; asked before each, since tokens are replaced.</param>
    /// <param name="authorityFile">The authority of the server's certificate, PEM; null for the system's.</param>
    public KubernetesApi(Uri server, string space, Func<string> token, string? authorityFile = null)
    {
        _pods = $"/api/v1/namespaces/{Uri.EscapeDataString(space)}/pods";
        _token = token;
        _http = KubernetesClient.Connect(server, authorityFile);
    }

    /// <summary>The API as pods find it.</summary>
    /// <exception cref="InputException">This process isn't in a pod with a service account.</exception>
    public static KubernetesApi OfPod()
    {
        var pod = KubernetesAccount.OfPod("--kubernetes");
        return new(pod.Server, pod.Namespace, () => File.ReadAllText(pod.TokenFile).Trim(), pod.AuthorityFile);
    }

    /// <summary>All pods that a cluster's members are.</summary>
    public JsonElement Pods() => Send(new HttpRequestMessage(HttpMethod.Get, $"{_pods}?labelSelector={Uri.EscapeDataString("app.kubernetes.io/name in (emoe-node,emoe-router,emoe-supervisor)")}"));

    /// <summary>Deletes a pod; its set makes it again.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="graceSeconds">How long it has to end by itself; 0 kills it; null for its own.</param>
    public void Delete(string name, int? graceSeconds) => Send(new HttpRequestMessage(HttpMethod.Delete, $"{_pods}/{Uri.EscapeDataString(name)}{(graceSeconds is { } grace ? $"?gracePeriodSeconds={grace}" : "")}"));

    public void Dispose() => _http.Dispose();

    private JsonElement Send(HttpRequestMessage request)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _token());
        try
        {
            using HttpResponseMessage response = _http.Send(request);
            using Stream body = response.Content.ReadAsStream();
            JsonElement answer = JsonDocument.Parse(body).RootElement;
            return response.IsSuccessStatusCode ? answer : throw Refusal(request, response.StatusCode, answer);
        }
        catch (Exception failed) when (failed is HttpRequestException or TaskCanceledException)
        {
            throw new InputException("Kubernetes' API", $"can't be reached: {failed.Message}", ExitCode.Unreachable, failed);
        }
        catch (JsonException wrong)
        {
            throw new InputException("Kubernetes' API", "doesn't answer in JSON", inner: wrong);
        }
    }

    private static InputException Refusal(HttpRequestMessage request, HttpStatusCode status, JsonElement answer) => new(
        $"{request.Method} {request.RequestUri!.AbsolutePath}",
        answer.TryGetProperty("message", out JsonElement message) ? message.GetString()! : $"{(int)status}",
        status switch { HttpStatusCode.NotFound => ExitCode.NotFound, HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized => ExitCode.NotAllowed, _ => ExitCode.Failure });
}
