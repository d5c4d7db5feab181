namespace ElasticMoE.Testing;

/// <summary>A folder of its own for one test, removed afterwards.</summary>
public sealed class TemporaryFolder : IDisposable
{
    /// <summary>Where it lies.</summary>
    public string Root { get; } = Directory.CreateTempSubdirectory("elasticmoe-test-").FullName;

    /// <summary>Absolute path of something in it.</summary>
    public string PathOf(params ReadOnlySpan<string> parts) => Path.Combine([Root, .. parts]);

    /// <summary>Copies the files of a folder into a new one in it, and returns where.</summary>
    public string Copy(string folder)
    {
        string copy = PathOf(Path.GetFileName(folder));
        Directory.CreateDirectory(copy);
        foreach (string file in Directory.GetFiles(folder))
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        return copy;
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Root, recursive: true);
}
