using ElasticMoE.Contracts;

namespace ElasticMoE.Node.Kubernetes;

/// <summary>The StatefulSet whose number of pods a supervisor may set, and how it reaches Kubernetes.</summary>
/// <param name="Server">The API server.</param>
/// <param name="Namespace">Of the StatefulSet.</param>
/// <param name="Name">Its name.</param>
/// <param name="TokenFile">The pod's token, which Kubernetes renews.</param>
/// <param name="AuthorityFile">The authority of the API server's certificate, PEM; null for the system's.</param>
internal sealed record ScaleTarget(Uri Server, string Namespace, string Name, string TokenFile, string? AuthorityFile)
{
    private const string Account = "/var/run/secrets/kubernetes.io/serviceaccount";
    private const string HostVariable = "KUBERNETES_SERVICE_HOST", PortVariable = "KUBERNETES_SERVICE_PORT";

    /// <summary>The path of its scale.</summary>
    public string Path => $"/apis/apps/v1/namespaces/{Namespace}/statefulsets/{Name}/scale";

    /// <summary>One in the namespace of the pod that this process runs in.</summary>
    /// <param name="name">The StatefulSet's.</param>
    /// <param name="option">What asks for it, for messages.</param>
    /// <exception cref="InputException">The process runs in no pod, or in one without a token.</exception>
    public static ScaleTarget OfPod(string name, string option = "--scale-nodes")
    {
        if (Environment.GetEnvironmentVariable(HostVariable) is not { Length: > 0 } host || !File.Exists($"{Account}/token"))
            throw new InputException(option, "is for a pod of Kubernetes with a service account's token", ExitCode.Usage);
        if (name.Length == 0 || !name.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character is '-' or '.'))
            throw new InputException(option, $"'{name}' is no name of a StatefulSet", ExitCode.Usage);
        string port = Environment.GetEnvironmentVariable(PortVariable) ?? "443";
        return new(new Uri($"https://{(host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host)}:{port}"), File.ReadAllText($"{Account}/namespace").Trim(), name, $"{Account}/token", $"{Account}/ca.crt");
    }
}
