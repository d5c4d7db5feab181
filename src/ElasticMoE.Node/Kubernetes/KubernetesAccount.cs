using ElasticMoE.Contracts;

namespace ElasticMoE.Node.Kubernetes;

/// <summary>How this process reaches Kubernetes, and as whom.</summary>
/// <param name="Server">The API server.</param>
/// <param name="Namespace">The one it works in.</param>
/// <param name="TokenFile">The pod's token, which Kubernetes renews.</param>
/// <param name="AuthorityFile">The authority of the API server's certificate, PEM; null for the system's.</param>
internal sealed record KubernetesAccount(Uri Server, string Namespace, string TokenFile, string? AuthorityFile)
{
    private const string Folder = "/var/run/secrets/kubernetes.io/serviceaccount";
    private const string HostVariable = "KUBERNETES_SERVICE_HOST", PortVariable = "KUBERNETES_SERVICE_PORT";

    /// <summary>The service account of the pod that this process runs in.</summary>
    /// <param name="option">What asks for it, for messages.</param>
    /// <exception cref="InputException">The process runs in no pod, or in one without a token.</exception>
    public static KubernetesAccount OfPod(string option)
    {
        if (Environment.GetEnvironmentVariable(HostVariable) is not { Length: > 0 } host || !File.Exists($"{Folder}/token"))
            throw new InputException(option, "is for a pod of Kubernetes with a service account's token", ExitCode.Usage);
        string port = Environment.GetEnvironmentVariable(PortVariable) ?? "443";
        return new(new Uri($"https://{(host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host)}:{port}"), File.ReadAllText($"{Folder}/namespace").Trim(), $"{Folder}/token", $"{Folder}/ca.crt");
    }
}
