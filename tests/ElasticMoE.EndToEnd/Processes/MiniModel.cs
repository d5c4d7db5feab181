using ElasticMoE.Model.Forward;
using ElasticMoE.Model.Hosting;
using ElasticMoE.Testing;

namespace ElasticMoE.EndToEnd.Processes;

/// <summary>The default model, and what it says alone; packed once for all processes of this run.</summary>
public sealed class MiniModel : IDisposable
{
    private const string CacheVariable = "EMOE_CACHE";

    private readonly string? _cacheBefore = Environment.GetEnvironmentVariable(CacheVariable);
    private readonly TemporaryFolder _folder = new();
    private readonly Lazy<int[][]> _alone;

    public MiniModel()
    {
        // Commands and supervisors of this process look for the packed model where processes of a cluster do.
        Environment.SetEnvironmentVariable(CacheVariable, Cache);
        Model = LanguageModel.Load(Directory, new LoadOptions { CacheDirectory = Cache, Threads = 1 });
        Streams = new Streams(Model);
        _alone = new(Streams.Alone);
    }

    internal static string Directory => Repository.PathOf("models", "emoe-mini");

    internal string Cache => _folder.PathOf("cache");

    internal LanguageModel Model { get; }

    /// <summary>Its experts, as layer/index.</summary>
    internal string[] Experts => [.. Model.ExpertsPerLayer.SelectMany((count, layer) => Enumerable.Range(0, count).Select(index => $"{layer}/{index}"))];

    /// <summary>What a node has to know of it.</summary>
    internal ModelManifest Manifest => ModelManifest.Open(Directory, new LoadOptions { CacheDirectory = Cache, Threads = 1 });

    internal Streams Streams { get; }

    internal int[][] Alone => _alone.Value;

    public void Dispose()
    {
        Model.Dispose();
        _folder.Dispose();
        Environment.SetEnvironmentVariable(CacheVariable, _cacheBefore);
    }
}
