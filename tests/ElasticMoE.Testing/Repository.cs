using System.Reflection;

namespace ElasticMoE.Testing;

/// <summary>Where the repository lies, for tests that read its reference data.</summary>
public static class Repository
{
    /// <summary>Absolute path of the repository's root folder.</summary>
    public static string Root { get; } = Path.GetFullPath(typeof(Repository).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "RepoRoot").Value!);

    /// <summary>Absolute path of a file or folder given by its parts below the root.</summary>
    public static string PathOf(params ReadOnlySpan<string> parts) => Path.Combine([Root, .. parts]);
}
