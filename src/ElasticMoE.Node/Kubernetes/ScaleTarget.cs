using ElasticMoE.Contracts;

namespace ElasticMoE.Node.Kubernetes;

/// <summary>The StatefulSet whose number of pods a supervisor may set.</summary>
/// <param name="Account">How it reaches Kubernetes; the StatefulSet is in the same namespace.</param>
/// <param name="Name">Its name.</param>
internal sealed record ScaleTarget(KubernetesAccount Account, string Name)
{
    private const string Option = "--scale-nodes";

    /// <summary>The path of its scale.</summary>
    public string Path => $"/apis/apps/v1/namespaces/{Account.Namespace}/statefulsets/{Name}/scale";

    /// <summary>One in the namespace of the pod that this process runs in.</summary>
    /// <exception cref="InputException">The process runs in no pod, or in one without a token, or the name is none (exit code: usage).</exception>
    public static ScaleTarget OfPod(string name)
    {
        KubernetesAccount account = KubernetesAccount.OfPod(Option);
        return name.Length > 0 && name.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character is '-' or '.')
            ? new(account, name)
            : throw new InputException(Option, $"'{name}' is no name of a StatefulSet", ExitCode.Usage);
    }
}
