using System.Text.Json.Nodes;

namespace ElasticMoE.Node.Kubernetes;

/// <summary>Reads and sets the number of pods of one StatefulSet, and asks Kubernetes for nothing else.</summary>
internal sealed class ScaleClient(ScaleTarget target) : IDisposable
{
    private readonly KubernetesClient _kubernetes = new(target.Account);

    /// <summary>The scale as it is.</summary>
    /// <exception cref="HttpRequestException">It can't be had; the status says why where there is one.</exception>
    public async Task<(int Replicas, string Version)> ReadAsync(CancellationToken cancel)
    {
        JsonNode scale = await _kubernetes.GetAsync(target.Path, cancel).ConfigureAwait(false);
        // A number of 0 is left out.
        return ((int?)scale["spec"]?["replicas"] ?? 0, (string?)scale["metadata"]?["resourceVersion"] ?? "");
    }

    /// <summary>Sets the number, unless somebody else has changed the scale since it was read.</summary>
    /// <exception cref="HttpRequestException">It isn't set; a conflict has status 409.</exception>
    public Task SetAsync(int replicas, string version, CancellationToken cancel) => _kubernetes.PatchAsync(
        target.Path, new JsonObject { ["metadata"] = new JsonObject { ["resourceVersion"] = version }, ["spec"] = new JsonObject { ["replicas"] = replicas } }, cancel);

    public void Dispose() => _kubernetes.Dispose();
}
