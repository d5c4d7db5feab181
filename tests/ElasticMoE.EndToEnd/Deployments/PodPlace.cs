using System.Text.RegularExpressions;

namespace ElasticMoE.EndToEnd.Deployments;

/// <summary>
/// A pod's machine, played by this one: its mounts are folders, and each port that it listens at, on all addresses or under the pod's name, is one
/// of loopback that was free.
/// </summary>
/// <param name="folder">Where its mounts are.</param>
/// <param name="ports">The loopback port of each pod and port.</param>
internal sealed partial class PodPlace(string folder, IReadOnlyDictionary<(string Pod, int Port), int> ports)
{
    /// <summary>A pod's name under its headless service, and its port.</summary>
    public static Regex Named { get; } = NamedAddress();

    /// <summary>What an argument or variable of the manifest is here.</summary>
    public string Translate(string text, string pod, IReadOnlyDictionary<string, string> mounts)
    {
        string here = Named.Replace(text, match => $"127.0.0.1:{ports[(match.Groups[1].Value, int.Parse(match.Groups[2].Value))]}");
        here = AnyAddress().Replace(here, match => $"127.0.0.1:{ports[(pod, int.Parse(match.Groups[1].Value))]}");
        // All at once: this machine's folders are below /tmp, which is a mount of its own.
        string any = string.Join('|', mounts.Keys.OrderByDescending(mount => mount.Length).Select(Regex.Escape));
        here = Regex.Replace(here, $"(?<![\\w./-])({any})(?=/|$)", match => FolderOf(pod, mounts[match.Value]));
        return here;
    }

    /// <summary>A volume: the cluster's description and keys are the same for all pods, the rest is each one's own.</summary>
    public string FolderOf(string pod, string volume) =>
        Directory.CreateDirectory(Path.Combine(folder, volume is "cluster" or "keys" ? volume : Path.Combine(pod, volume))).FullName;

    [GeneratedRegex(@"(emoe-[a-z]+-\d+)\.emoe-[a-z]+:(\d+)")]
    private static partial Regex NamedAddress();

    [GeneratedRegex(@"0\.0\.0\.0:(\d+)")]
    private static partial Regex AnyAddress();
}
