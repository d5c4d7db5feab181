using System.Reflection;

namespace ElasticMoE.Gateway.Dashboard;

/// <summary>The dashboard's files, as they lie in the repository: nothing builds them.</summary>
internal static class DashboardAssets
{
    private const string Folder = "dashboard/";

    private static readonly Dictionary<string, string> s_types = new(StringComparer.Ordinal)
    {
        ["index.html"] = "text/html; charset=utf-8",
        ["app.js"] = "text/javascript; charset=utf-8",
        ["style.css"] = "text/css; charset=utf-8",
    };

    private static readonly Lazy<Dictionary<string, byte[]>> s_files = new(() => s_types.Keys.ToDictionary(name => name, Read));

    /// <summary>A file and its media type; null where there is none of this name.</summary>
    public static (byte[] Bytes, string Type)? Find(string name) => s_files.Value.TryGetValue(name, out byte[]? bytes) ? (bytes, s_types[name]) : null;

    private static byte[] Read(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Folder + name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
