using ElasticMoE.Model.Forward;
using ElasticMoE.Testing;

namespace ElasticMoE.EndToEnd.Processes;

/// <summary>The default model, and what it says alone; packed once for all processes of this run.</summary>
public sealed class MiniModel : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Lazy<int[][]> _alone;

    public MiniModel()
    {
        Model = LanguageModel.Load(Directory, new LoadOptions { CacheDirectory = Cache, Threads = 1 });
        Streams = new Streams(Model);
        _alone = new(Streams.Alone);
    }

    internal static string Directory => Repository.PathOf("models", "emoe-mini");

    internal string Cache => _folder.PathOf("cache");

    internal LanguageModel Model { get; }

    /// <summary>Its experts, as layer/index.</summary>
    internal string[] Experts => [.. Model.ExpertsPerLayer.SelectMany((count, layer) => Enumerable.Range(0, count).Select(index => $"{layer}/{index}"))];

    internal Streams Streams { get; }

    internal int[][] Alone => _alone.Value;

    public void Dispose()
    {
        Model.Dispose();
        _folder.Dispose();
    }
}
