namespace ElasticMoE.Model.Packing;

/// <summary>Where files are kept that can be made again: `$EMOE_CACHE`, else the user's cache folder.</summary>
public static class CacheFolder
{
    /// <summary>The folder's path; it may not exist yet.</summary>
    public static string Default()
    {
        if (Environment.GetEnvironmentVariable("EMOE_CACHE") is { Length: > 0 } chosen)
            return chosen;
        string? cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        if (string.IsNullOrEmpty(cache))
        {
            string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
            cache = home.Length > 0 ? Path.Combine(home, ".cache") : Path.GetTempPath();
        }
        return Path.Combine(cache, "emoe");
    }
}
