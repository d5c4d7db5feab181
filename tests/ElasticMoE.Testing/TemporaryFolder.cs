namespace ElasticMoE.Testing;

/// <summary>A folder of its own for one test, removed afterwards.</summary>
public sealed class TemporaryFolder : IDisposable
{
    /// <summary>Where it lies.</summary>
    public string Root { get; } = Directory.CreateTempSubdirectory("elasticmoe-test-").FullName;

    /// <summary>Absolute path of something in it.</summary>
    public string PathOf(params ReadOnlySpan<string> parts) => Path.Combine([Root, .. parts]);

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Root, recursive: true);
}
