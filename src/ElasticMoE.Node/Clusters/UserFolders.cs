using System.Security.Cryptography;
using System.Text;

namespace ElasticMoE.Node.Clusters;

/// <summary>
/// Where a user's programs keep what has to outlive a restart of the machine, and what needn't, as the XDG base directory specification
/// names them. A relative path counts as none.
/// </summary>
/// <param name="State">`$XDG_STATE_HOME`.</param>
/// <param name="Runtime">`$XDG_RUNTIME_DIR`.</param>
/// <param name="Local">Where state goes where the first names nothing; may be empty.</param>
internal sealed record UserFolders(string? State, string? Runtime, string Local)
{
    private const string Name = "emoe";
    private const int DigestBytes = 4;

    /// <summary>This process's.</summary>
    public static UserFolders OfProcess() => new(Environment.GetEnvironmentVariable("XDG_STATE_HOME"), Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR"), LocalState());

    /// <summary>
    /// The cluster's folder: its journal and admin key are state. Its sockets are in the runtime folder, where there is one, in a folder named by
    /// the digest of the state's, so that two clusters never share one.
    /// </summary>
    public ClusterFolder Cluster()
    {
        string root = Root;
        string digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(root)).AsSpan(0, DigestBytes));
        return new(root, Path.IsPathFullyQualified(Runtime ?? "") ? Path.Combine(Runtime!, $"{Name}-{digest}") : null);
    }

    /// <summary>Where clusters note which ports they have chosen.</summary>
    public string Ports => Path.IsPathFullyQualified(Runtime ?? "") ? Path.Combine(Runtime!, $"{Name}-ports") : Path.Combine(Root, "ports");

    private string Root => Path.Combine(Path.IsPathFullyQualified(State ?? "") ? State! : Local is { Length: > 0 } ? Local : Path.GetTempPath(), Name);

    private static string LocalState()
    {
        if (!OperatingSystem.IsLinux())
            return Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return home.Length > 0 ? Path.Combine(home, ".local", "state") : "";
    }
}
